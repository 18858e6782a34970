package dev.orrery.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Gives a service with a database and a broker its outbox, and containers to its subscriptions. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
      "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@EnableConfigurationProperties({MessagingProperties.class, DeadLetterProperties.class})
@EnableScheduling
class MessagingAutoConfiguration {

  @Bean
  MessageTraces messageTraces(ObjectProvider<Tracer> tracer) {
    return new MessageTraces(tracer.getIfAvailable(() -> Tracer.NOOP));
  }

  @Bean
  RelayBell relayBell() {
    return new RelayBell();
  }

  @Bean
  Outbox outbox(
      JdbcClient jdbc,
      JsonMapper json,
      MessageTraces traces,
      RelayBell bell,
      MessagingProperties properties) {
    return new JdbcOutbox(jdbc, json, traces, bell, properties);
  }

  @Bean
  OutboxRelay outboxRelay(
      DataSource dataSource,
      KafkaOperations<String, byte[]> kafka,
      MessageTraces traces,
      RelayBell bell,
      MessagingProperties properties,
      @Value("${spring.application.name}") String service) {
    return new OutboxRelay(
        dataSource, kafka, new CloudEventHeaders(service, properties), traces, bell, properties);
  }

  @Bean
  OutboxBacklog outboxBacklog(JdbcClient jdbc) {
    return new OutboxBacklog(jdbc);
  }

  @Bean
  OutboxMetrics outboxMetrics(OutboxBacklog backlog, JdbcClient jdbc) {
    return new OutboxMetrics(backlog, jdbc);
  }

  @Bean
  LagMetrics lagMetrics(
      List<Subscription<?>> subscriptions,
      MessagingProperties properties,
      KafkaAdmin kafka,
      ObjectProvider<MeterRegistry> meters) {
    return new LagMetrics(
        subscriptions,
        properties,
        kafka.getConfigurationProperties(),
        meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  Inbox inbox(JdbcClient jdbc, MessagingProperties properties) {
    return new Inbox(jdbc, properties.inboxRetention());
  }

  @Bean
  KafkaAdmin.NewTopics topics(List<Subscription<?>> subscriptions, MessagingProperties properties) {
    return new KafkaAdmin.NewTopics(
        Stream.concat(
                known(subscriptions, properties).stream(),
                subscriptions.stream()
                    .map(subscription -> subscription.topic() + DeadLetters.SUFFIX))
            .distinct()
            .map(topic ->
                TopicBuilder.name(properties.physical(topic))
                    .partitions(properties.partitions())
                    .replicas(properties.replicas())
                    .build())
            .toArray(NewTopic[]::new));
  }

  @Bean
  MessageReader messageReader(
      JsonMapper json,
      ObjectProvider<ObservationRegistry> observations,
      List<Subscription<?>> subscriptions,
      MessagingProperties properties) {
    return new MessageReader(
        json,
        observations.getIfAvailable(() -> ObservationRegistry.NOOP),
        known(subscriptions, properties));
  }

  /** The topics that are made at start. */
  private static Set<String> known(
      List<Subscription<?>> subscriptions, MessagingProperties properties) {
    return Stream.concat(
            properties.topics().stream(), subscriptions.stream().map(Subscription::topic))
        .collect(Collectors.toSet());
  }

  @Bean
  SubscriptionContainers subscriptionContainers(
      List<Subscription<?>> subscriptions,
      ConcurrentKafkaListenerContainerFactory<String, byte[]> factory,
      KafkaOperations<String, byte[]> kafka,
      MessageReader reader,
      Inbox inbox,
      DeadLetterStore store,
      TransactionOperations transactions,
      ObjectProvider<MeterRegistry> meters,
      ObjectProvider<Clock> clocks,
      DeadLetterProperties retained,
      MessagingProperties properties) {
    Clock clock = clocks.getIfAvailable(Clock::systemUTC);
    MeterRegistry registry = meters.getIfAvailable(CompositeMeterRegistry::new);
    var deadLetters = new DeadLetters(kafka, registry, clock);
    var containers = new SubscriptionContainers(factory, properties, registry);
    for (Subscription<?> subscription : subscriptions) {
      switch (subscription.delivery()) {
        case INBOX -> {
          containers.add(
              subscription,
              new InboxListener<>(
                  reader,
                  new InboxHandler<>(subscription, inbox),
                  deadLetters,
                  transactions,
                  properties));
          containers.addDeadLetters(
              subscription,
              new DeadLetterIntake(subscription.group(), store, retained.retention(), clock));
        }
        case BROADCAST ->
            containers.add(subscription, new BroadcastListener<>(subscription, reader));
        case WATCH ->
            containers.add(subscription, new WatchListener<>(subscription, reader, clock));
      }
    }
    return containers;
  }
}
