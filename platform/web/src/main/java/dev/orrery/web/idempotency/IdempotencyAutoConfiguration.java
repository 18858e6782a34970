package dev.orrery.web.idempotency;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Idempotency keys for a service that asks for them and has their table (db/web). */
@AutoConfiguration(
    afterName = "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration")
@ConditionalOnClass(JdbcClient.class)
@ConditionalOnBean(JdbcClient.class)
@ConditionalOnBooleanProperty("orrery.web.idempotency.enabled")
@EnableConfigurationProperties(IdempotencyProperties.class)
class IdempotencyAutoConfiguration {

  @Bean
  IdempotencyKeys idempotencyKeys(JdbcClient jdbc, IdempotencyProperties properties) {
    return new IdempotencyKeys(jdbc, properties.retention());
  }
}
