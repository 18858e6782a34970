package dev.orrery.saga.testing;

import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaEngine;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Signal.Tick;
import dev.orrery.saga.Transition;
import dev.orrery.saga.Transition.Dispatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Plays a saga through its engine: {@code expect} the command it sends, {@code reply}, or let time
 * pass. What is not as expected is an {@link AssertionError}. Not thread-safe.
 */
public final class SagaConversation<D> {
  private final SagaDefinition<D> definition;
  private Instant now = Instant.EPOCH;
  private SagaState<D> state;
  private Optional<Dispatch> sent;

  private SagaConversation(SagaDefinition<D> definition, D data) {
    this.definition = definition;
    Transition<D> started = SagaEngine.start(definition, data, now);
    this.state = started.state();
    this.sent = started.dispatch();
  }

  public static <D> SagaConversation<D> of(Saga<D> saga, D data) {
    return new SagaConversation<>(saga.define(new SagaBuilder<>()), data);
  }

  /** The saga has just sent this, to this topic. */
  public SagaConversation<D> expect(String destination, Object command) {
    Dispatch dispatch =
        sent.orElseThrow(
            () -> new AssertionError("expected " + command + ", but nothing was sent; " + state));
    if (!dispatch.command().payload().equals(command)
        || !dispatch.command().destination().equals(destination)) {
      throw new AssertionError(
          "expected %s to %s, but sent was %s".formatted(command, destination, dispatch.command()));
    }
    return this;
  }

  /** The participant answers the command sent last. */
  public SagaConversation<D> reply(Object reply) {
    Dispatch asked =
        sent.orElseThrow(() -> new AssertionError("there is no command to answer; " + state));
    return hear(new Signal.Replied(asked.action(), asked.step(), reply));
  }

  /** Time passes, and the saga notices. */
  public SagaConversation<D> after(Duration duration) {
    now = now.plus(duration);
    return hear(new Tick());
  }

  public SagaConversation<D> expectNothing() {
    if (sent.isPresent()) {
      throw new AssertionError("expected nothing, but sent was " + sent.get().command());
    }
    return this;
  }

  public D expectCompleted() {
    return ended(Status.COMPLETED);
  }

  public D expectRolledBack() {
    return ended(Status.ROLLED_BACK);
  }

  private SagaConversation<D> hear(Signal signal) {
    Transition<D> transition = SagaEngine.on(definition, state, signal, now);
    state = transition.state();
    sent = transition.dispatch();
    return this;
  }

  private D ended(Status expected) {
    if (state.status() != expected) {
      throw new AssertionError("expected " + expected + ", but the saga is at " + state);
    }
    return state.data();
  }
}
