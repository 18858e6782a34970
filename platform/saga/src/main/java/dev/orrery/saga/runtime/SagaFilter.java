package dev.orrery.saga.runtime;

import dev.orrery.saga.SagaState.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which instances are meant; what is null does not narrow.
 *
 * @param startedBefore started at or before
 */
record SagaFilter(
    @Nullable String name,
    @Nullable Status state,
    @Nullable Instant startedBefore,
    @Nullable Boolean stuck) {}
