package dev.orrery.saga.runtime;

import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.MessageTraces;
import dev.orrery.messaging.Outbox;
import dev.orrery.messaging.Subscription;
import dev.orrery.saga.Saga;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Gives the sagas of a service their runtime, where it has said where they are answered. */
@AutoConfiguration(
    beforeName = "dev.orrery.messaging.MessagingAutoConfiguration",
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
    })
@ConditionalOnBean(SagaReplyTopic.class)
@EnableConfigurationProperties(SagaProperties.class)
class SagaAutoConfiguration {

  @Bean
  RegisteredSagas registeredSagas(List<Saga<?>> sagas) {
    return new RegisteredSagas(sagas);
  }

  @Bean
  SagaStore sagaStore(JdbcTemplate jdbc, JsonMapper json, RegisteredSagas sagas) {
    return new SagaStore(jdbc, json, sagas);
  }

  @Bean
  SagaQueries sagaQueries(JdbcClient jdbc, RegisteredSagas sagas) {
    return new SagaQueries(jdbc, sagas);
  }

  @Bean
  SagaMetrics sagaMetrics(MeterRegistry meters, SagaQueries queries, RegisteredSagas sagas) {
    return new SagaMetrics(meters, queries, sagas);
  }

  @Bean
  SagaUnitsOfWork sagaUnitsOfWork(
      SagaStore store,
      Outbox outbox,
      MessageTraces traces,
      SagaMetrics metrics,
      SagaReplyTopic replies) {
    return new SagaUnitsOfWork(store, outbox, traces, metrics, replies.topic());
  }

  @Bean
  DurableSagas sagas(
      RegisteredSagas registered,
      SagaStore store,
      SagaQueries queries,
      SagaUnitsOfWork units,
      MessageTraces traces,
      SagaMetrics metrics,
      Clock clock) {
    return new DurableSagas(registered, store, queries, units, traces, metrics, clock);
  }

  @Bean
  SagaTimers sagaTimers(DurableSagas sagas, SagaProperties properties) {
    return new SagaTimers(sagas, properties.timerBatchSize());
  }

  @Bean
  Subscription<?> sagaReplies(
      SagaStore store,
      SagaUnitsOfWork units,
      SagaMetrics metrics,
      Clock clock,
      SagaReplyTopic topic) {
    return subscription(topic, topic.replies(), new SagaReplies(store, units, metrics, clock));
  }

  @SuppressWarnings("unchecked") // a handler of any object handles these
  private static <R> Subscription<R> subscription(
      SagaReplyTopic topic, Class<R> replies, SagaReplies handler) {
    return Subscription.inbox(
        topic.topic(),
        topic.group(),
        replies,
        batch -> handler.handle((List<Inbound<Object>>) (List<?>) batch));
  }
}
