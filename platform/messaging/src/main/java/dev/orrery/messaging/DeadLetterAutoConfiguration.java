package dev.orrery.messaging;

import dev.orrery.messaging.Subscription.Delivery;
import dev.orrery.web.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Keeps a service's dead letters, and lets operators decide on them. */
@AutoConfiguration(after = MessagingAutoConfiguration.class)
@EnableConfigurationProperties(DeadLetterProperties.class)
class DeadLetterAutoConfiguration {

  @Bean
  DeadLetterStore deadLetterStore(JdbcClient jdbc, JsonMapper json) {
    return new DeadLetterStore(jdbc, json);
  }

  @Bean
  DeadLetterMetrics deadLetterMetrics(DeadLetterStore store) {
    return new DeadLetterMetrics(store);
  }

  @Bean
  Redrives redrives(
      List<Subscription<?>> subscriptions,
      Inbox inbox,
      DeadLetterStore store,
      MessageReader reader,
      MessageTraces traces,
      TransactionOperations transactions,
      MessagingProperties properties,
      ObjectProvider<MeterRegistry> meters) {
    List<InboxHandler<?>> handlers = new ArrayList<>();
    for (Subscription<?> subscription : subscriptions) {
      if (subscription.delivery() == Delivery.INBOX) {
        handlers.add(new InboxHandler<>(subscription, inbox));
      }
    }
    return new Redrives(
        handlers,
        inbox,
        store,
        reader,
        traces,
        transactions,
        properties,
        meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  RedriveQueue redriveQueue(
      Redrives redrives,
      DeadLetterStore store,
      DeadLetterProperties properties,
      ObjectProvider<MeterRegistry> meters) {
    return new RedriveQueue(
        redrives, store, properties, meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Problems.class)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class Web {

    @Bean
    DeadLetterController deadLetterController(
        DeadLetterStore store, Redrives redrives, MessageTraces traces) {
      return new DeadLetterController(store, redrives, traces);
    }
  }
}
