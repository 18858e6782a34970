package dev.orrery.saga.runtime;

import dev.orrery.messaging.BatchHandler;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.UnprocessableMessage;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal;
import dev.orrery.saga.runtime.SagaStore.Answered;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves sagas by what participants answer; those of one poll in one transaction. */
final class SagaReplies implements BatchHandler<Object> {
  private static final Logger log = LoggerFactory.getLogger(SagaReplies.class);

  private final SagaStore store;
  private final SagaUnitsOfWork units;
  private final SagaMetrics metrics;
  private final Clock clock;

  SagaReplies(SagaStore store, SagaUnitsOfWork units, SagaMetrics metrics, Clock clock) {
    this.store = store;
    this.units = units;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @throws UnprocessableMessage where a reply answers nothing that was asked here, or its saga is
   *     of a version that is not known here
   */
  @Override
  public void handle(List<Inbound<Object>> replies) {
    Instant now = clock.instant();
    Map<UUID, Answered> answered = writeAnswers(replies, now);
    List<UUID> sagas = answered.values().stream().map(Answered::sagaId).distinct().toList();
    SagaUnitOfWork work = units.open(store.lock(sagas), now);
    for (Inbound<Object> reply : replies) {
      Answered command = answered.get(reply.causationId());
      if (command == null) {
        throw new UnprocessableMessage("no saga has sent the command " + reply.causationId());
      }
      if (!work.has(command.sagaId())) {
        throw new UnprocessableMessage(
            "the saga %s is of a version unknown here".formatted(command.sagaId()));
      }
      tellIfAbandoned(work.instance(command.sagaId()), command, reply);
      work.signal(
          command.sagaId(),
          new Signal.Replied(command.action(), command.step(), reply.payload()),
          reply.id(),
          reply.trace().traceparent());
    }
    units.update(work, false);
  }

  /** Writes down what each command was answered with first; the commands, by message id. */
  private Map<UUID, Answered> writeAnswers(List<Inbound<Object>> replies, Instant now) {
    Map<UUID, String> answers = new LinkedHashMap<>();
    for (Inbound<Object> reply : replies) {
      UUID command = reply.causationId();
      if (command == null) {
        throw new UnprocessableMessage("the reply " + reply.id() + " does not say to what");
      }
      answers.putIfAbsent(command, reply.payload().getClass().getSimpleName());
    }
    return store.writeAnswers(answers.keySet(), answers.values(), now);
  }

  /** What a participant does for a saga that was given up is for a person to look at. */
  private void tellIfAbandoned(Instance<?> instance, Answered command, Inbound<Object> reply) {
    if (instance.state().status() == Status.ABANDONED) {
      SagaDefinition<?> definition = instance.saga().definition();
      log.warn(
          "The saga {} ({}) was abandoned, and \"{}\" ({}) is answered with {} after it",
          instance.id(),
          definition.name(),
          definition.stepName(command.step()),
          command.action(),
          reply.payload().getClass().getSimpleName());
      metrics.answeredAfterAbandonment(definition.name());
    }
  }
}
