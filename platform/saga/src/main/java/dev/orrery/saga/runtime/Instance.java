package dev.orrery.saga.runtime;

import dev.orrery.saga.SagaState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A saga instance, locked for the current transaction.
 *
 * @param traceparent the trace in which it was started, for what its timers do
 */
record Instance<D>(
    UUID id,
    RegisteredSaga<D> saga,
    SagaState<D> state,
    @Nullable String traceparent,
    Instant startedAt) {

  Instance<D> in(SagaState<D> next) {
    return new Instance<>(id, saga, next, traceparent, startedAt);
  }
}
