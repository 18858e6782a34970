package dev.orrery.saga.runtime;

import dev.orrery.messaging.Ids;
import dev.orrery.messaging.MessageTraces;
import dev.orrery.messaging.Outbound;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Transition;
import dev.orrery.saga.Transition.Dispatch;
import dev.orrery.saga.Transition.LocalCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one transaction does to the sagas it has locked; written at once at its end. */
final class SagaUnitOfWork {
  private final Map<UUID, Instance<?>> instances = new LinkedHashMap<>();
  private final List<SentCommand> sent = new ArrayList<>();
  private final List<Ending> ended = new ArrayList<>();
  private final MessageTraces traces;
  private final String replyTopic;
  private final Instant now;

  SagaUnitOfWork(List<Instance<?>> locked, MessageTraces traces, String replyTopic, Instant now) {
    locked.forEach(instance -> instances.put(instance.id(), instance));
    this.traces = traces;
    this.replyTopic = replyTopic;
    this.now = now;
  }

  /**
   * @param causationId the message that is the signal, where it is one
   */
  void signal(
      UUID sagaId, Signal signal, @Nullable UUID causationId, @Nullable String traceparent) {
    move(instance(sagaId), signal, causationId, traceparent);
  }

  /** As it is now in this transaction. */
  Instance<?> instance(UUID sagaId) {
    Instance<?> instance = instances.get(sagaId);
    if (instance == null) {
      throw new IllegalArgumentException("the saga " + sagaId + " was not locked");
    }
    return instance;
  }

  private <D> void move(
      Instance<D> instance,
      Signal signal,
      @Nullable UUID causationId,
      @Nullable String traceparent) {
    follow(
        instance,
        instance.saga().on(instance.state(), signal, now),
        signal instanceof Signal.Abandoned(var reason) ? reason : "",
        causationId,
        traceparent);
  }

  /** A saga that begins with this transition. */
  <D> void begin(Instance<D> instance, Transition<D> transition) {
    follow(instance, transition, "", null, null);
  }

  /** Follows a transition, and those that the code of its steps leads to. */
  private <D> void follow(
      Instance<D> before,
      Transition<D> first,
      String reason,
      @Nullable UUID causationId,
      @Nullable String traceparent) {
    Transition<D> transition = first;
    Instance<D> instance = send(before, transition, causationId, traceparent);
    while (transition.local().isPresent()) {
      Signal outcome = run(transition.local().get(), instance, traceparent);
      transition = instance.saga().on(instance.state(), outcome, now);
      instance = send(instance, transition, causationId, traceparent);
    }
    boolean begins = instances.put(instance.id(), instance) == null;
    if (instance.state().status().isTerminal()
        && (begins || !before.state().status().isTerminal())) {
      ended.add(new Ending(instance, reason, traceOf(instance, traceparent)));
    }
  }

  private <D> Signal run(LocalCall<D> local, Instance<D> instance, @Nullable String traceparent) {
    return traces.under(traceOf(instance, traceparent), () -> local.run(instance.state().data()));
  }

  private <D> Instance<D> send(
      Instance<D> instance,
      Transition<D> transition,
      @Nullable UUID causationId,
      @Nullable String traceparent) {
    for (Dispatch dispatch : transition.dispatches()) {
      sent.add(command(instance, dispatch, causationId, traceparent));
    }
    return instance.in(transition.state());
  }

  private SentCommand command(
      Instance<?> instance,
      Dispatch dispatch,
      @Nullable UUID causationId,
      @Nullable String traceparent) {
    var message =
        new Outbound(
            Ids.next(),
            dispatch.command().destination(),
            dispatch.command().key(),
            instance.id(),
            causationId,
            replyTopic,
            traceOf(instance, traceparent),
            dispatch.command().payload());
    return new SentCommand(
        instance.id(), dispatch, instance.saga().definition().stepName(dispatch.step()), message);
  }

  private static @Nullable String traceOf(Instance<?> instance, @Nullable String traceparent) {
    return traceparent != null ? traceparent : instance.traceparent();
  }

  boolean has(UUID sagaId) {
    return instances.containsKey(sagaId);
  }

  List<Instance<?>> instances() {
    return List.copyOf(instances.values());
  }

  List<SentCommand> sent() {
    return sent;
  }

  List<Ending> ended() {
    return ended;
  }

  Instant now() {
    return now;
  }

  /** An instance that has ended, why where somebody has said so, and the trace in which it has. */
  record Ending(Instance<?> instance, String reason, @Nullable String traceparent) {}

  record SentCommand(UUID sagaId, Dispatch dispatch, String stepName, Outbound message) {}
}
