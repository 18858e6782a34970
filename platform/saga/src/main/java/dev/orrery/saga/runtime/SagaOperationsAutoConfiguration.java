package dev.orrery.saga.runtime;

import dev.orrery.messaging.MessageTraces;
import dev.orrery.web.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Shows a service's sagas to operators, and lets them intervene. */
@AutoConfiguration(after = SagaAutoConfiguration.class)
@ConditionalOnBean(SagaReplyTopic.class)
class SagaOperationsAutoConfiguration {

  @Bean
  StuckSagas stuckSagas(
      JdbcClient jdbc,
      TransactionOperations transactions,
      RegisteredSagas sagas,
      MeterRegistry meters,
      SagaProperties properties,
      Clock clock) {
    return new StuckSagas(jdbc, transactions, sagas, meters, properties.stuckAfter(), clock);
  }

  @Bean
  SagaInspection sagaInspection(
      JdbcClient jdbc,
      JsonMapper json,
      RegisteredSagas sagas,
      SagaProperties properties,
      Clock clock) {
    return new SagaInspection(jdbc, json, sagas, properties.stuckAfter(), clock);
  }

  @Bean
  SagaInterventions sagaInterventions(
      Sagas sagas,
      RegisteredSagas registered,
      JdbcClient jdbc,
      MessageTraces traces,
      TransactionOperations transactions) {
    return new SagaInterventions(sagas, registered, jdbc, traces, transactions);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Problems.class)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class Web {

    @Bean
    SagaController sagaController(
        SagaInspection inspection, SagaInterventions interventions, Clock clock) {
      return new SagaController(inspection, interventions, clock);
    }
  }
}
