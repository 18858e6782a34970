package dev.orrery.messaging;

import io.micrometer.observation.Observation;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;

/** Hands a live feed on; a record that cannot be handled is somebody else's concern, and logged. */
final class BroadcastListener<T> implements BatchMessageListener<String, byte[]> {
  private static final Logger log = LoggerFactory.getLogger(BroadcastListener.class);

  private final Subscription<T> subscription;
  private final MessageReader reader;

  BroadcastListener(Subscription<T> subscription, MessageReader reader) {
    this.subscription = subscription;
    this.reader = reader;
  }

  @Override
  public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      Observation observation = reader.observe(record, subscription.group());
      try {
        var message = reader.read(record, subscription.types(), observation);
        message.trace().within(() -> subscription.handler().handle(List.of(message)));
      } catch (RuntimeException e) {
        observation.error(e);
        log.warn("A message of the live feed {} is skipped: {}", record.topic(), e.toString());
      } finally {
        observation.stop();
      }
    }
  }
}
