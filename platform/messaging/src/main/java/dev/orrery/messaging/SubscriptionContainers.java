package dev.orrery.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.backoff.ExponentialBackOff;

/** A Kafka listener container for each subscription; they start and stop with the application. */
final class SubscriptionContainers implements SmartLifecycle {
  private static final Duration OFFSETS_STORED_EVERY = Duration.ofMillis(500);

  private final List<ConcurrentMessageListenerContainer<String, byte[]>> containers =
      new ArrayList<>();
  private final ConcurrentKafkaListenerContainerFactory<String, byte[]> factory;
  private final MessagingProperties properties;
  private final MeterRegistry meters;
  private final List<RegulatedContainer> regulated = new ArrayList<>();
  private volatile boolean running;

  SubscriptionContainers(
      ConcurrentKafkaListenerContainerFactory<String, byte[]> factory,
      MessagingProperties properties,
      MeterRegistry meters) {
    this.factory = factory;
    this.properties = properties;
    this.meters = meters;
  }

  void add(Subscription<?> subscription, BatchMessageListener<String, byte[]> listener) {
    var container = factory.createContainer(properties.physical(subscription.topic()));
    container.setBeanName(subscription.group() + "." + subscription.topic());
    container.setCommonErrorHandler(waitAndDeliverAgain());
    ContainerProperties settings = container.getContainerProperties();
    settings.setMessageListener(
        switch (subscription.intake()) {
          case Intake.Always() -> listener;
          case Intake.WhileBelow(WaterMarks marks, LongSupplier backlog) -> {
            var gate = Floodgate.metered(subscription.topic(), marks, backlog, meters);
            var own = new RegulatedContainer(container, gate);
            regulated.add(own);
            yield own.counting(listener);
          }
        });
    // Each record is observed by its reader; a span for the poll would only stand between.
    settings.setObservationEnabled(false);
    switch (subscription.delivery()) {
      case INBOX -> {
        settings.setGroupId(properties.physical(subscription.group()));
        // The inbox knows what it has seen: offsets need not be stored with every poll.
        settings.setAckMode(ContainerProperties.AckMode.TIME);
        settings.setAckTime(OFFSETS_STORED_EVERY.toMillis());
        container.setConcurrency(properties.concurrency());
      }
      case BROADCAST, WATCH -> {
        // A group of its own that commits nothing leaves nothing behind in the broker.
        settings.setGroupId(properties.physical(subscription.group()) + "-" + Ids.next());
        settings.setAckMode(ContainerProperties.AckMode.MANUAL);
        var latest = new Properties();
        latest.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.setKafkaConsumerProperties(latest);
        container.setConcurrency(1);
      }
    }
    containers.add(container);
  }

  /** Reads what other instances, too, put aside from this subscription. */
  void addDeadLetters(Subscription<?> subscription, BatchMessageListener<String, byte[]> listener) {
    String topic = properties.physical(subscription.topic()) + DeadLetters.SUFFIX;
    var container = factory.createContainer(topic);
    container.setBeanName(subscription.group() + "." + topic);
    container.setCommonErrorHandler(waitAndDeliverAgain());
    container.setConcurrency(1);
    ContainerProperties settings = container.getContainerProperties();
    settings.setMessageListener(listener);
    settings.setObservationEnabled(false);
    settings.setGroupId(properties.physical(subscription.group()) + ".dead-letters");
    settings.setAckMode(ContainerProperties.AckMode.BATCH);
    containers.add(container);
  }

  private static DefaultErrorHandler waitAndDeliverAgain() {
    var backOff = new ExponentialBackOff(200, 2);
    backOff.setMaxInterval(5_000);
    return new DefaultErrorHandler(backOff);
  }

  @Scheduled(fixedDelayString = "${orrery.messaging.flow-interval:250ms}")
  void regulate() {
    regulated.forEach(RegulatedContainer::look);
  }

  @Override
  public void start() {
    regulate(); // A backlog may be left from before.
    containers.forEach(AbstractMessageListenerContainer::start);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    containers.forEach(AbstractMessageListenerContainer::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return AbstractMessageListenerContainer.DEFAULT_PHASE;
  }
}
