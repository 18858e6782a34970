package dev.orrery.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/** Puts a message aside, unchanged, with where it came from and why it could not be handled. */
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

  private final KafkaOperations<String, byte[]> kafka;
  private final MeterRegistry meters;
  private final Clock clock;

  DeadLetters(KafkaOperations<String, byte[]> kafka, MeterRegistry meters, Clock clock) {
    this.kafka = kafka;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Returns when the dead letter is safe.
   *
   * @throws KafkaException when it is not; the record must then be delivered again
   */
  void put(ConsumerRecord<String, byte[]> record, String group, Throwable cause, int attempts) {
    var letter =
        new ProducerRecord<>(
            record.topic() + SUFFIX, null, record.key(), record.value(), record.headers());
    String reason = reason(cause);
    var headers = letter.headers();
    CloudEventHeaders.put(headers, ORIGIN_TOPIC, record.topic());
    CloudEventHeaders.put(headers, ORIGIN_PARTITION, "" + record.partition());
    CloudEventHeaders.put(headers, ORIGIN_OFFSET, "" + record.offset());
    CloudEventHeaders.put(headers, GROUP, group);
    CloudEventHeaders.put(headers, REASON, reason);
    CloudEventHeaders.put(headers, ATTEMPTS, "" + attempts);
    CloudEventHeaders.put(headers, AT, clock.instant().toString());
    try {
      kafka.send(letter).get(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while a dead letter was sent", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new KafkaException("a dead letter could not be sent", e);
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

  static String reason(Throwable cause) {
    String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
  }
}
