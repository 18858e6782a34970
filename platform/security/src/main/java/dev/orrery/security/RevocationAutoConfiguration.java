package dev.orrery.security;

import dev.orrery.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Lets tokens be revoked where there is Redis to say so to all. */
@AutoConfiguration(afterName = "dev.orrery.redis.RedisAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(Redis.class)
@ConditionalOnBean(type = "dev.orrery.redis.Redis")
@EnableConfigurationProperties(SecurityProperties.class)
class RevocationAutoConfiguration {

  @Bean
  RedisRevocations revocations(Redis redis, SecurityProperties properties, MeterRegistry meters) {
    return new RedisRevocations(redis, properties.revocation(), meters);
  }

  @Bean
  @ConditionalOnProperty("orrery.security.revocation.served")
  RevocationController revocationController(
      RedisRevocations revocations, SecurityProperties properties) {
    return new RevocationController(revocations, properties);
  }
}
