package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record that its group could not handle, exactly as it was.
 *
 * @param topic where it came from, by its name in the broker
 * @param messageId null where the record has none, and {@code type} likewise
 * @param attempts at it before it was put aside
 */
record DeadLetter(
    long id,
    String group,
    String topic,
    int partition,
    long offset,
    @Nullable UUID messageId,
    @Nullable String type,
    byte @Nullable [] key,
    List<HeaderLine> headers,
    byte @Nullable [] body,
    String reason,
    int attempts,
    Instant failedAt,
    Status status) {

  enum Status {
    /** Waits for a decision. */
    KEPT,
    /** Is to be redriven; what fails again is kept again. */
    QUEUED,
    /** Has had its effect, now or before. */
    REDRIVEN,
    /** Will have none. */
    DISCARDED
  }

  record HeaderLine(String name, byte @Nullable [] value) {

    @Nullable String text() {
      return value == null ? null : new String(value, UTF_8);
    }
  }

  ConsumerRecord<String, byte[]> record() {
    var original = new RecordHeaders();
    headers.forEach(line -> original.add(line.name(), line.value()));
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        failedAt.toEpochMilli(),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        key == null ? null : new String(key, UTF_8),
        body,
        original,
        Optional.empty());
  }
}
