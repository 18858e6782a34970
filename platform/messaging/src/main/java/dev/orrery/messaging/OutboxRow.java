package dev.orrery.messaging;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as it waits in the database. */
record OutboxRow(
    long position,
    UUID messageId,
    String topic,
    String key,
    String type,
    UUID correlationId,
    @Nullable UUID causationId,
    @Nullable String replyTo,
    @Nullable String traceparent,
    String body,
    Instant createdAt) {}
