package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.messaging.DeadLetter.HeaderLine;
import dev.orrery.messaging.DeadLetter.Status;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;

/** Takes the dead letters of one group from their topic into the store; each once. */
final class DeadLetterIntake implements BatchMessageListener<String, byte[]> {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterIntake.class);

  private final String group;
  private final DeadLetterStore store;
  private final Duration retention;
  private final Clock clock;

  DeadLetterIntake(String group, DeadLetterStore store, Duration retention, Clock clock) {
    this.group = group;
    this.store = store;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
    Instant oldest = clock.instant().minus(retention);
    for (ConsumerRecord<String, byte[]> record : records) {
      DeadLetter letter = read(record);
      // One that was forgotten does not come back when the topic is read again.
      if (letter != null && letter.group().equals(group) && letter.failedAt().isAfter(oldest)) {
        store.keep(letter);
      }
    }
  }

  private static @Nullable DeadLetter read(ConsumerRecord<String, byte[]> record) {
    try {
      return new DeadLetter(
          0,
          required(record, DeadLetters.GROUP),
          required(record, DeadLetters.ORIGIN_TOPIC),
          Integer.parseInt(required(record, DeadLetters.ORIGIN_PARTITION)),
          Long.parseLong(required(record, DeadLetters.ORIGIN_OFFSET)),
          messageId(record),
          optional(record, "ce_type"),
          record.key() == null ? null : record.key().getBytes(UTF_8),
          original(record),
          record.value(),
          required(record, DeadLetters.REASON),
          Integer.parseInt(required(record, DeadLetters.ATTEMPTS)),
          Instant.parse(required(record, DeadLetters.AT)),
          Status.KEPT);
    } catch (IllegalArgumentException | DateTimeException e) {
      log.warn(
          "{}-{}@{} is no dead letter and left there: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return null;
    }
  }

  private static List<HeaderLine> original(ConsumerRecord<String, byte[]> record) {
    List<HeaderLine> lines = new ArrayList<>();
    for (Header header : record.headers()) {
      if (!header.key().startsWith("dlt-")) {
        lines.add(new HeaderLine(header.key(), header.value()));
      }
    }
    return lines;
  }

  private static @Nullable UUID messageId(ConsumerRecord<String, byte[]> record) {
    try {
      String id = optional(record, "ce_id");
      return id == null ? null : UUID.fromString(id);
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
  }

  private static String required(ConsumerRecord<String, byte[]> record, String name) {
    String value = optional(record, name);
    if (value == null) {
      throw new IllegalArgumentException("the header " + name + " is missing");
    }
    return value;
  }

  private static @Nullable String optional(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : DeadLetterStore.storable(new String(header.value(), UTF_8));
  }
}
