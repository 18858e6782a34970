package dev.orrery.coordination;

import dev.orrery.redis.Redis;
import dev.orrery.redis.RedisProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives a service with a database and a Redis its locks and semaphores. */
@AutoConfiguration(
    afterName = {
      "dev.orrery.redis.RedisAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration"
    })
class CoordinationAutoConfiguration {

  @Bean
  RedisLocks redisLocks(Redis redis) {
    return new RedisLocks(redis);
  }

  @Bean
  LossWatch lossWatch(RedisLocks locks, RedisProperties properties) {
    return new LossWatch(locks, properties.lockLease());
  }

  @Bean
  FencedLocks fencedLocks(RedisLocks locks, LossWatch watch, ObjectProvider<MeterRegistry> meters) {
    return new FencedLocks(
        locks, watch, new LockMetrics(meters.getIfAvailable(CompositeMeterRegistry::new)));
  }

  @Bean
  Semaphores semaphores(Redis redis, ObjectProvider<MeterRegistry> meters) {
    return new Semaphores(redis, meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  Fence fence(JdbcClient jdbc) {
    return new Fence(jdbc);
  }
}
