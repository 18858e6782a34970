package dev.orrery.saga.runtime;

import dev.orrery.messaging.BatchHandler;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.MessageTraces;
import dev.orrery.messaging.Outbox;
import dev.orrery.messaging.UnprocessableMessage;
import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Transition;
import dev.orrery.saga.runtime.SagaStore.Answered;
import dev.orrery.saga.runtime.SagaUnitOfWork.Ending;
import dev.orrery.saga.runtime.SagaUnitOfWork.SentCommand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves sagas: each public method but {@link #find} and {@link #open} belongs to one transaction.
 */
class DurableSagas implements Sagas, BatchHandler<Object> {
  private static final Logger log = LoggerFactory.getLogger(DurableSagas.class);

  private final RegisteredSagas registered;
  private final SagaStore store;
  private final SagaQueries queries;
  private final Outbox outbox;
  private final MessageTraces traces;
  private final SagaMetrics metrics;
  private final Clock clock;
  private final String replyTopic;

  DurableSagas(
      RegisteredSagas registered,
      SagaStore store,
      SagaQueries queries,
      Outbox outbox,
      MessageTraces traces,
      SagaMetrics metrics,
      Clock clock,
      String replyTopic) {
    this.registered = registered;
    this.store = store;
    this.queries = queries;
    this.outbox = outbox;
    this.traces = traces;
    this.metrics = metrics;
    this.clock = clock;
    this.replyTopic = replyTopic;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public <D> UUID start(Saga<D> saga, D data) {
    Instant now = clock.instant();
    RegisteredSaga<D> known = registered.of(saga);
    UUID id = Ids.next();
    Transition<D> transition = known.start(id, data, now);
    var work = new SagaUnitOfWork(List.of(), traces, replyTopic, now);
    work.begin(
        new Instance<>(id, known, transition.state(), traces.currentTraceparent(), now),
        transition);
    store.insert(work.instances().getFirst(), work);
    metrics.started(known.definition().name());
    sendAndEnd(work);
    return id;
  }

  /** Replies of one poll. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void handle(List<Inbound<Object>> replies) {
    Instant now = clock.instant();
    Map<UUID, Answered> answered = writeAnswers(replies, now);
    var work =
        new SagaUnitOfWork(
            store.lock(answered.values().stream().map(Answered::sagaId).distinct().toList()),
            traces,
            replyTopic,
            now);
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
    finish(work, false);
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

  /**
   * Moves sagas whose time has come.
   *
   * @return how many were looked at
   */
  @Transactional
  public int tick(int limit) {
    Instant now = clock.instant();
    List<Instance<?>> due = store.claimDue(now, limit);
    tick(due, now);
    return due.size();
  }

  /** Moves one saga whose time has come, alone. */
  @Transactional
  public void tickAlone(UUID id) {
    tick(store.lock(List.of(id)), clock.instant());
  }

  private void tick(List<Instance<?>> due, Instant now) {
    var work = new SagaUnitOfWork(due, traces, replyTopic, now);
    for (Instance<?> instance : due) {
      work.signal(instance.id(), new Signal.Tick(), null, instance.traceparent());
    }
    finish(work, true);
  }

  List<UUID> due(int limit) {
    return store.due(clock.instant(), limit);
  }

  /** Leaves a saga that cannot be moved alone for a while, so that it does not stop others. */
  void postpone(UUID id, Duration rest) {
    store.postpone(id, clock.instant().plus(rest));
  }

  private void finish(SagaUnitOfWork work, boolean timersSeen) {
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

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean requestCancel(UUID id) {
    return intervene(id, new Signal.CancelRequested());
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean retry(UUID id) {
    return intervene(id, new Signal.Retry());
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean abandon(UUID id, String reason) {
    boolean ended = intervene(id, new Signal.Abandoned(reason));
    if (ended) {
      store.rememberWhyAbandoned(id, reason);
    }
    return ended;
  }

  private boolean intervene(UUID id, Signal signal) {
    List<Instance<?>> locked = store.lock(List.of(id));
    if (locked.isEmpty()) {
      throw new NoSuchElementException("this service knows no saga " + id);
    }
    Instance<?> before = locked.getFirst();
    var work = new SagaUnitOfWork(locked, traces, replyTopic, clock.instant());
    work.signal(id, signal, null, traces.currentTraceparent());
    if (work.instances().getFirst().state().equals(before.state())) {
      return false;
    }
    finish(work, false);
    return true;
  }

  @Override
  public long open() {
    return queries.open();
  }

  @Override
  public Optional<SagaView> find(UUID id) {
    return queries.find(id);
  }
}
