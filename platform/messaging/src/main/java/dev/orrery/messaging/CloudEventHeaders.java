package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The envelope on the wire.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">
 *     CloudEvents: Kafka protocol binding, binary content mode</a>
 */
final class CloudEventHeaders {
  private static final String SPEC_VERSION = "1.0";

  /** Beyond RFC 3339, which has years of four digits; far from where arithmetic overflows. */
  private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

  private final String source;
  private final MessagingProperties properties;

  /**
   * @param source the sending service, the event's {@code source}
   */
  CloudEventHeaders(String source, MessagingProperties properties) {
    this.source = source;
    this.properties = properties;
  }

  ProducerRecord<String, byte[]> record(OutboxRow row) {
    var record =
        new ProducerRecord<>(
            properties.physical(row.topic()), row.key(), row.body().getBytes(UTF_8));
    Headers headers = record.headers();
    put(headers, "ce_specversion", SPEC_VERSION);
    put(headers, "ce_id", row.messageId().toString());
    put(headers, "ce_source", "/" + source);
    put(headers, "ce_type", row.type());
    put(headers, "ce_time", row.createdAt().toString());
    put(headers, "ce_subject", row.key());
    put(headers, "ce_correlationid", row.correlationId().toString());
    if (row.causationId() != null) {
      put(headers, "ce_causationid", row.causationId().toString());
    }
    if (row.replyTo() != null) {
      put(headers, "ce_replyto", row.replyTo());
    }
    put(headers, "content-type", "application/json");
    return record;
  }

  /**
   * @throws UnprocessableMessage when the record is not an event of ours
   */
  static Envelope read(ConsumerRecord<String, byte[]> record) {
    String version = required(record, "ce_specversion");
    if (!version.equals(SPEC_VERSION)) {
      throw new UnprocessableMessage("CloudEvents " + version + " is not spoken here");
    }
    UUID id = uuid("ce_id", required(record, "ce_id"));
    String correlation = optional(record, "ce_correlationid");
    String causation = optional(record, "ce_causationid");
    return new Envelope(
        id,
        required(record, "ce_type"),
        correlation == null ? id : uuid("ce_correlationid", correlation),
        causation == null ? null : uuid("ce_causationid", causation),
        optional(record, "ce_replyto"),
        time(record));
  }

  private static Instant time(ConsumerRecord<String, byte[]> record) {
    String written = optional(record, "ce_time");
    if (written == null) {
      return Instant.ofEpochMilli(record.timestamp());
    }
    try {
      Instant time = Instant.parse(written);
      if (!time.isBefore(Instant.EPOCH) && time.isBefore(END_OF_TIME)) {
        return time;
      }
    } catch (DateTimeException e) {
      throw new UnprocessableMessage("ce_time is not a time: " + written, e);
    }
    throw new UnprocessableMessage("ce_time is a time that no clock shows: " + written);
  }

  private static UUID uuid(String header, String value) {
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new UnprocessableMessage(header + " is not a UUID: " + value, e);
    }
  }

  private static String required(ConsumerRecord<String, byte[]> record, String header) {
    String value = optional(record, header);
    if (value == null) {
      throw new UnprocessableMessage("the header " + header + " is missing");
    }
    return value;
  }

  private static @Nullable String optional(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  record Envelope(
      UUID id,
      String type,
      UUID correlationId,
      @Nullable UUID causationId,
      @Nullable String replyTo,
      Instant time) {}
}
