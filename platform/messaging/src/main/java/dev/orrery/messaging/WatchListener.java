package dev.orrery.messaging;

import io.micrometer.observation.Observation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerSeekAware;

/** Hands on what passes, from a while before it was assigned; after a rebalance, once more. */
final class WatchListener<T> implements BatchMessageListener<String, byte[]>, ConsumerSeekAware {
  private static final Logger log = LoggerFactory.getLogger(WatchListener.class);

  private final Subscription<T> subscription;
  private final MessageReader reader;
  private final InstantSource clock;

  WatchListener(Subscription<T> subscription, MessageReader reader, InstantSource clock) {
    this.subscription = subscription;
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    long from = clock.instant().minus(subscription.since()).toEpochMilli();
    callback.seekToTimestamp(assignments.keySet(), from);
  }

  @Override
  public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
    List<Inbound<T>> messages = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        messages.add(reader.read(record, subscription.types(), Observation.NOOP));
      } catch (UnprocessableMessage e) {
        log.debug("A record of {} is not watched: {}", record.topic(), e.toString());
      }
    }
    try {
      subscription.handler().handle(messages);
    } catch (RuntimeException e) {
      log.warn("Messages of {} are not watched: {}", subscription.topic(), e.toString());
    }
  }
}
