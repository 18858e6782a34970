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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Plays a saga through its engine: {@code expect} the command it sends, {@code reply}, or let time
 * pass. Steps that are code run. What is not as expected is an {@link AssertionError}. Not
 * thread-safe.
 */
public final class SagaConversation<D> {
  private static final UUID ID = new UUID(0, 0);

  private final SagaDefinition<D> definition;
  private Instant now = Instant.EPOCH;
  private SagaState<D> state;
  private List<Dispatch> sent = List.of();

  private SagaConversation(SagaDefinition<D> definition, D data) {
    this.definition = definition;
    this.state = follow(SagaEngine.start(definition, ID, data, now));
  }

  public static <D> SagaConversation<D> of(Saga<D> saga, D data) {
    return new SagaConversation<>(saga.define(new SagaBuilder<>()), data);
  }

  /** Among what the saga has just sent is this, to this topic. */
  public SagaConversation<D> expect(String destination, Object command) {
    if (sent.stream()
        .noneMatch(dispatch ->
            is(dispatch, command) && dispatch.command().destination().equals(destination))) {
      throw new AssertionError(
          "expected %s to %s, but sent was %s; %s".formatted(command, destination, sent, state));
    }
    return this;
  }

  /** The participant answers the command sent last. */
  public SagaConversation<D> reply(Object reply) {
    if (sent.size() != 1) {
      throw new AssertionError("there is not one command to answer, but " + sent + "; " + state);
    }
    return answer(sent.getFirst(), reply);
  }

  /** A participant answers this command, one of those sent at once and not yet answered. */
  public SagaConversation<D> replyTo(Object command, Object reply) {
    Dispatch asked =
        sent.stream()
            .filter(dispatch -> is(dispatch, command))
            .findFirst()
            .orElseThrow(() -> new AssertionError(command + " was not sent, but " + sent));
    return answer(asked, reply);
  }

  /** Time passes, and the saga notices. */
  public SagaConversation<D> after(Duration duration) {
    now = now.plus(duration);
    return hear(new Tick());
  }

  /** Somebody asks for it to be cancelled. */
  public SagaConversation<D> cancel() {
    return hear(new Signal.CancelRequested());
  }

  /** An operator has what is waited for attempted at once. */
  public SagaConversation<D> retry() {
    return hear(new Signal.Retry());
  }

  /** An operator gives it up. */
  public SagaConversation<D> abandon(String reason) {
    return hear(new Signal.Abandoned(reason));
  }

  /** Nothing was sent that is not yet answered. */
  public SagaConversation<D> expectNothing() {
    if (!sent.isEmpty()) {
      throw new AssertionError("expected nothing, but sent was " + sent);
    }
    return this;
  }

  public D expectCompleted() {
    return ended(Status.COMPLETED);
  }

  public D expectRolledBack() {
    return ended(Status.ROLLED_BACK);
  }

  public D expectAbandoned() {
    return ended(Status.ABANDONED);
  }

  private SagaConversation<D> answer(Dispatch asked, Object reply) {
    List<Dispatch> others = new ArrayList<>(sent);
    others.remove(asked);
    hear(new Signal.Replied(asked.action(), asked.step(), reply));
    if (sent.isEmpty() && !state.status().isTerminal()) {
      sent = others;
    }
    return this;
  }

  private SagaConversation<D> hear(Signal signal) {
    state = follow(SagaEngine.on(definition, state, signal, now));
    return this;
  }

  private SagaState<D> follow(Transition<D> first) {
    Transition<D> transition = first;
    while (transition.local().isPresent()) {
      Signal outcome = transition.local().get().run(transition.state().data());
      transition = SagaEngine.on(definition, transition.state(), outcome, now);
    }
    sent = transition.dispatches();
    return transition.state();
  }

  private static boolean is(Dispatch dispatch, Object command) {
    return dispatch.command().payload().equals(command);
  }

  private D ended(Status expected) {
    if (state.status() != expected) {
      throw new AssertionError("expected " + expected + ", but the saga is at " + state);
    }
    return state.data();
  }
}
