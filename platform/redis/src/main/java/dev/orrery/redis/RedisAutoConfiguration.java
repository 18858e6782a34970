package dev.orrery.redis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.EqualJitterDelay;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Gives a service its way to Redis. */
@AutoConfiguration
@EnableConfigurationProperties(RedisProperties.class)
class RedisAutoConfiguration {

  @Bean(destroyMethod = "shutdown")
  RedissonClient redisson(RedisProperties properties) {
    var config = new Config();
    // Else a service could not start while Redis is away.
    config.setLazyInitialization(true);
    config.setThreads(4);
    config.setNettyThreads(4);
    config.setLockWatchdogTimeout(properties.lockLease().toMillis());
    config.setPassword(properties.password());
    int millis = Math.toIntExact(properties.timeout().toMillis());
    config
        .useSingleServer()
        .setAddress(properties.url())
        .setConnectionMinimumIdleSize(2)
        .setConnectionPoolSize(properties.connections())
        .setSubscriptionConnectionPoolSize(4)
        .setConnectTimeout(millis)
        .setTimeout(millis)
        .setSubscriptionTimeout(millis)
        .setRetryAttempts(1)
        .setRetryDelay(new ConstantDelay(Duration.ofMillis(50)))
        .setReconnectionDelay(new EqualJitterDelay(Duration.ofMillis(50), Duration.ofSeconds(1)))
        .setPingConnectionInterval(1000);
    return Redisson.create(config);
  }

  @Bean
  Redis redis(RedissonClient client, RedisProperties properties) {
    var breaker =
        CircuitBreaker.of(
            "redis",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(50)
                .waitDurationInOpenState(properties.openFor())
                // Some ask first whether it answers, and would never be the ones to find out.
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(2)
                .maxWaitDurationInHalfOpenState(properties.openFor())
                .ignoreExceptions(
                    InterruptedException.class,
                    CancellationException.class,
                    IllegalMonitorStateException.class)
                .build());
    return new Redis(client, breaker, properties.timeout());
  }

  @Bean
  HealthIndicator redisHealthIndicator(Redis redis) {
    return new RedisHealth(redis);
  }

  @Bean
  MeterBinder redisMetrics(Redis redis) {
    return meters ->
        Gauge.builder("orrery.redis.answering", redis, it -> it.isAnswering() ? 1 : 0)
            .description("1 while Redis is asked, 0 while it is left alone after failures")
            .register(meters);
  }
}
