package dev.orrery.writebehind;

import dev.orrery.coordination.Fence;
import dev.orrery.coordination.FencedLocks;
import dev.orrery.redis.Redis;
import dev.orrery.web.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
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

/** Gives a service with a database and a Redis its buffers. */
@AutoConfiguration(
    afterName = {
      "dev.orrery.coordination.CoordinationAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
      "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration"
    })
@EnableConfigurationProperties(WriteBehindProperties.class)
class WriteBehindAutoConfiguration {

  @Bean
  WriteBehinds writeBehinds(
      Redis redis,
      FencedLocks locks,
      Fence fence,
      JdbcClient jdbc,
      TransactionOperations transactions,
      JsonMapper json,
      WriteBehindProperties properties,
      ObjectProvider<MeterRegistry> meters) {
    return new WriteBehinds(
        redis,
        locks,
        fence,
        jdbc,
        transactions,
        json,
        properties,
        meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  WriteBehindEndpoint writeBehindEndpoint(WriteBehinds buffers) {
    return new WriteBehindEndpoint(buffers);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Problems.class)
  @ConditionalOnWebApplication
  static class Web {

    @Bean
    BufferProblems bufferProblems() {
      return new BufferProblems();
    }
  }
}
