package dev.orrery.messaging;

import dev.orrery.messaging.CloudEventHeaders.Envelope;
import dev.orrery.messaging.Delivery.ObservedTrace;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation;
import org.springframework.kafka.support.micrometer.KafkaListenerObservation.DefaultKafkaListenerObservationConvention;
import org.springframework.kafka.support.micrometer.KafkaRecordReceiverContext;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads records, each under a span that continues the sender's trace. */
final class MessageReader {
  private final JsonMapper json;
  private final ObservationRegistry observations;
  private final Set<String> topics;

  /**
   * @param topics those that are there, by their logical names: a reply to another one could never
   *     be sent, and would hold up all messages behind it
   */
  MessageReader(JsonMapper json, ObservationRegistry observations, Set<String> topics) {
    this.json = json;
    this.observations = observations;
    this.topics = Set.copyOf(topics);
  }

  Observation observe(ConsumerRecord<String, byte[]> record, String group) {
    return KafkaListenerObservation.LISTENER_OBSERVATION
        .observation(
            null,
            DefaultKafkaListenerObservationConvention.INSTANCE,
            () -> new KafkaRecordReceiverContext(record, group, null, group, () -> null),
            observations)
        .start();
  }

  /**
   * @throws UnprocessableMessage when it is not a message of these types
   */
  <T> Inbound<T> read(
      ConsumerRecord<String, byte[]> record, MessageTypes<T> types, Observation observation) {
    Envelope envelope = CloudEventHeaders.read(record);
    if (record.key() == null || record.value() == null) {
      throw new UnprocessableMessage("the record has no key or no body");
    }
    if (envelope.replyTo() != null && !topics.contains(envelope.replyTo())) {
      throw new UnprocessableMessage("nothing is sent from here to " + envelope.replyTo());
    }
    Class<? extends T> type =
        types
            .find(envelope.type())
            .orElseThrow(
                () -> new UnprocessableMessage("the type " + envelope.type() + " is not known"));
    T payload;
    try {
      payload = json.readValue(record.value(), type);
    } catch (JacksonException e) {
      throw new UnprocessableMessage("the body is not a " + envelope.type(), e);
    }
    if (payload == null) {
      throw new UnprocessableMessage("the body is null");
    }
    return new Inbound<>(
        envelope.id(),
        record.topic(),
        record.key(),
        envelope.correlationId(),
        envelope.causationId(),
        envelope.replyTo(),
        envelope.time(),
        new ObservedTrace(observation),
        payload);
  }
}
