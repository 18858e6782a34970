package dev.orrery.saga.runtime;

import dev.orrery.saga.SagaState.Status;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance is, in a line.
 *
 * @param step the first of those that are being done or undone; of an ended saga, the last
 * @param deadline when, before the pivot, it is given up
 * @param stuck whether it has not ended long after its deadline
 * @param stuckSince when that was first seen; null where it was not
 * @param wakesAt when a timer next looks at it; null once it has ended
 * @param traceId of the trace in which it was started
 */
record SagaSummary(
    UUID id,
    String name,
    int version,
    Status state,
    @Nullable String step,
    int attempt,
    Instant startedAt,
    Instant updatedAt,
    Instant deadline,
    boolean stuck,
    @Nullable Instant stuckSince,
    @Nullable Instant wakesAt,
    @Nullable String traceId) {}
