package dev.orrery.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/** Puts a message aside, with where it came from and why it could not be handled. */
final class DeadLetters {
  /** Dead letters of {@code t} are in {@code t.dlt}. */
  static final String SUFFIX = ".dlt";

  static final String ORIGIN_TOPIC = "dlt-origin-topic";
  static final String ORIGIN_PARTITION = "dlt-origin-partition";
  static final String ORIGIN_OFFSET = "dlt-origin-offset";
  static final String GROUP = "dlt-group";
  static final String REASON = "dlt-reason";
  static final String ATTEMPTS = "dlt-attempts";
  static final String AT = "dlt-at";

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
  private static final int LONGEST_REASON = 1_000;

  /**
   * Of a record that cannot be put aside whole: bytes of the body, characters of key and header.
   */
  static final int KEPT_OF_BODY = 64 * 1024;

  private static final int KEPT_OF_LINE = 1_000;

  private final KafkaOperations<String, byte[]> kafka;
  private final MeterRegistry meters;
  private final Clock clock;

  DeadLetters(KafkaOperations<String, byte[]> kafka, MeterRegistry meters, Clock clock) {
    this.kafka = kafka;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Returns when the dead letter is safe. A record so large that with its reason the broker would
   * not take it is cut: the beginning of its body is kept, and the headers of its envelope.
   *
   * @throws KafkaException when it is not; the record must then be delivered again
   */
  void put(ConsumerRecord<String, byte[]> record, String group, Throwable cause, int attempts) {
    String reason = reason(cause);
    var whole = letter(record.topic(), record.key(), record.value(), record.headers());
    describe(whole, record, group, reason, attempts);
    if (!isTaken(whole)) {
      reason += "; it is too large to be put aside whole";
      ProducerRecord<String, byte[]> beginning = beginning(record);
      describe(beginning, record, group, reason, attempts);
      if (!isTaken(beginning)) {
        throw new KafkaException("not even the beginning of a record can be put aside: " + reason);
      }
    }
    Counter.builder("orrery.messaging.dead.letters")
        .tag("topic", record.topic())
        .register(meters)
        .increment();
    log.warn(
        "Dead letter from {}-{}@{} after {} attempts: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        attempts,
        reason);
  }

  private void describe(
      ProducerRecord<String, byte[]> letter,
      ConsumerRecord<String, byte[]> record,
      String group,
      String reason,
      int attempts) {
    var headers = letter.headers();
    CloudEventHeaders.put(headers, ORIGIN_TOPIC, record.topic());
    CloudEventHeaders.put(headers, ORIGIN_PARTITION, "" + record.partition());
    CloudEventHeaders.put(headers, ORIGIN_OFFSET, "" + record.offset());
    CloudEventHeaders.put(headers, GROUP, group);
    CloudEventHeaders.put(headers, REASON, reason);
    CloudEventHeaders.put(headers, ATTEMPTS, "" + attempts);
    CloudEventHeaders.put(headers, AT, clock.instant().toString());
  }

  private static ProducerRecord<String, byte[]> letter(
      String topic, @Nullable String key, byte @Nullable [] body, Iterable<Header> headers) {
    return new ProducerRecord<>(topic + SUFFIX, null, key, body, headers);
  }

  private static ProducerRecord<String, byte[]> beginning(ConsumerRecord<String, byte[]> record) {
    String key = record.key();
    byte[] body = record.value();
    return letter(
        record.topic(),
        key == null ? null : key.substring(0, Math.min(key.length(), KEPT_OF_LINE)),
        body == null ? null : Arrays.copyOf(body, Math.min(body.length, KEPT_OF_BODY)),
        Stream.of(record.headers().toArray()).filter(DeadLetters::isOfEnvelope).toList());
  }

  private static boolean isOfEnvelope(Header header) {
    return header.key().startsWith("ce_")
        && header.key().length() <= KEPT_OF_LINE
        && (header.value() == null || header.value().length <= KEPT_OF_LINE);
  }

  /**
   * Returns when the letter is safe, or false where it is too large.
   *
   * @throws KafkaException when it cannot be sent for another reason
   */
  private boolean isTaken(ProducerRecord<String, byte[]> letter) {
    try {
      kafka.send(letter).get(1, TimeUnit.MINUTES);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while a dead letter was sent", e);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      if (isTooLarge(e)) {
        return false;
      }
      throw new KafkaException("a dead letter could not be sent", e);
    }
  }

  private static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        return true;
      }
    }
    return false;
  }

  static String reason(Throwable cause) {
    String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }
}
