package dev.orrery.messaging;

import dev.orrery.messaging.DeadLetter.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant; what is null does not narrow.
 *
 * @param reason part of the reason, in either case
 * @param from failed at or after
 * @param until failed before
 */
record DeadLetterFilter(
    @Nullable Status status,
    @Nullable String topic,
    @Nullable String type,
    @Nullable String reason,
    @Nullable Instant from,
    @Nullable Instant until) {}
