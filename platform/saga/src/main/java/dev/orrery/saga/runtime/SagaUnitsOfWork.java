package dev.orrery.saga.runtime;

import dev.orrery.messaging.MessageTraces;
import dev.orrery.messaging.Outbox;
import dev.orrery.saga.runtime.SagaUnitOfWork.Ending;
import dev.orrery.saga.runtime.SagaUnitOfWork.SentCommand;
import java.time.Instant;
import java.util.List;

/**
 * Opens a unit of work for each transaction that moves sagas, and writes at its end what has come
 * of it: the instances, their commands, what is sent, and what follows from those that have ended.
 */
final class SagaUnitsOfWork {
  private final SagaStore store;
  private final Outbox outbox;
  private final MessageTraces traces;
  private final SagaMetrics metrics;
  private final String replyTopic;

  SagaUnitsOfWork(
      SagaStore store,
      Outbox outbox,
      MessageTraces traces,
      SagaMetrics metrics,
      String replyTopic) {
    this.store = store;
    this.outbox = outbox;
    this.traces = traces;
    this.metrics = metrics;
    this.replyTopic = replyTopic;
  }

  SagaUnitOfWork open(List<Instance<?>> locked, Instant now) {
    return new SagaUnitOfWork(locked, traces, replyTopic, now);
  }

  /** Of one saga that begins. */
  void insert(SagaUnitOfWork work) {
    store.insert(work.instances().getFirst(), work);
    sendAndEnd(work);
  }

  /**
   * Of sagas that were there.
   *
   * @param timersSeen whether they were claimed because their time had come
   */
  void update(SagaUnitOfWork work, boolean timersSeen) {
    store.write(work, timersSeen);
    sendAndEnd(work);
  }

  private void sendAndEnd(SagaUnitOfWork work) {
    outbox.append(work.sent().stream().map(SentCommand::message).toList());
    for (Ending ending : work.ended()) {
      traces.continuing(ending.traceparent(), () -> end(ending.instance(), ending.reason()));
      metrics.ended(ending.instance(), work.now());
    }
  }

  private static <D> void end(Instance<D> instance, String reason) {
    instance.saga().end(instance.state(), reason);
  }
}
