package dev.orrery.saga.runtime;

import dev.orrery.messaging.Ids;
import dev.orrery.messaging.MessageTraces;
import dev.orrery.saga.Saga;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Transition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Begins sagas and moves them by what people want and by time. Each public method but {@link #find}
 * and {@link #open} belongs to one transaction.
 */
class DurableSagas implements Sagas {
  private final RegisteredSagas registered;
  private final SagaStore store;
  private final SagaQueries queries;
  private final SagaUnitsOfWork units;
  private final MessageTraces traces;
  private final SagaMetrics metrics;
  private final Clock clock;

  DurableSagas(
      RegisteredSagas registered,
      SagaStore store,
      SagaQueries queries,
      SagaUnitsOfWork units,
      MessageTraces traces,
      SagaMetrics metrics,
      Clock clock) {
    this.registered = registered;
    this.store = store;
    this.queries = queries;
    this.units = units;
    this.traces = traces;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public <D> UUID start(Saga<D> saga, D data) {
    Instant now = clock.instant();
    RegisteredSaga<D> known = registered.of(saga);
    UUID id = Ids.next();
    Transition<D> transition = known.start(id, data, now);
    SagaUnitOfWork work = units.open(List.of(), now);
    work.begin(
        new Instance<>(id, known, transition.state(), traces.currentTraceparent(), now),
        transition);
    metrics.started(known.definition().name());
    units.insert(work);
    return id;
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
    SagaUnitOfWork work = units.open(due, now);
    for (Instance<?> instance : due) {
      work.signal(instance.id(), new Signal.Tick(), null, instance.traceparent());
    }
    units.update(work, true);
  }

  List<UUID> due(int limit) {
    return store.due(clock.instant(), limit);
  }

  /** Leaves a saga that cannot be moved alone for a while, so that it does not stop others. */
  void postpone(UUID id, Duration rest) {
    store.postpone(id, clock.instant().plus(rest));
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
    SagaUnitOfWork work = units.open(locked, clock.instant());
    work.signal(id, signal, null, traces.currentTraceparent());
    if (work.instance(id).state().equals(locked.getFirst().state())) {
      return false;
    }
    units.update(work, false);
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
