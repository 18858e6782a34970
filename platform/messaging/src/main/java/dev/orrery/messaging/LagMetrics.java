package dev.orrery.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * How many messages of each subscription its group has not handled. Asked of the broker: a consumer
 * knows its lag only from what it fetches, and one that is paused or dead fetches nothing.
 */
class LagMetrics implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(LagMetrics.class);
  private static final int PATIENCE_MILLIS = 3_000;

  private final List<Subscription<?>> subscriptions;
  private final MessagingProperties properties;
  private final Admin admin;
  private final Map<Subscription<?>, Double> lags = new ConcurrentHashMap<>();

  LagMetrics(
      List<Subscription<?>> subscriptions,
      MessagingProperties properties,
      Map<String, Object> connection,
      MeterRegistry meters) {
    this.subscriptions =
        subscriptions.stream()
            .filter(subscription -> subscription.delivery() == Subscription.Delivery.INBOX)
            .toList();
    this.properties = properties;
    Map<String, Object> patient = new HashMap<>(connection);
    patient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    patient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    this.admin = Admin.create(patient);
    for (Subscription<?> subscription : this.subscriptions) {
      Gauge.builder(
              "orrery.messaging.lag", lags, known -> known.getOrDefault(subscription, Double.NaN))
          .description("messages that the group has not handled")
          .tag("topic", subscription.topic())
          .tag("group", subscription.group())
          .register(meters);
    }
  }

  @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT2S")
  void ask() throws InterruptedException {
    for (Subscription<?> subscription : subscriptions) {
      try {
        lags.put(subscription, (double) lag(subscription));
      } catch (ExecutionException | TimeoutException e) {
        log.debug("The lag of {} is not known", subscription.topic(), e);
        lags.remove(subscription);
      }
    }
  }

  private long lag(Subscription<?> subscription)
      throws ExecutionException, InterruptedException, TimeoutException {
    String topic = properties.physical(subscription.topic());
    List<TopicPartition> partitions =
        within(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
            .flatMap(description -> description.partitions().stream())
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    Map<TopicPartition, OffsetAndMetadata> handled =
        within(
            admin
                .listConsumerGroupOffsets(properties.physical(subscription.group()))
                .partitionsToOffsetAndMetadata());
    Map<TopicPartition, ListOffsetsResultInfo> first = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> next = offsets(partitions, OffsetSpec.latest());
    long lag = 0;
    for (var end : next.entrySet()) {
      OffsetAndMetadata stored = handled.get(end.getKey());
      ListOffsetsResultInfo begin = first.get(end.getKey());
      long from =
          Math.max(begin == null ? 0 : begin.offset(), stored == null ? 0 : stored.offset());
      lag += end.getValue().offset() - from;
    }
    return Math.max(0, lag);
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      List<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    return within(admin.listOffsets(asked).all());
  }

  private static <T> T within(org.apache.kafka.common.KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void destroy() {
    admin.close(Duration.ofSeconds(1));
  }
}
