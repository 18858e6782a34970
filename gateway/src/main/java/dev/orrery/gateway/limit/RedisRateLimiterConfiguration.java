package dev.orrery.gateway.limit;

import dev.orrery.gateway.guard.RateLimiter;
import dev.orrery.redis.Redis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RedisRateLimiterConfiguration {

  @Bean
  RateLimiter redisRateLimiter(Redis redis) {
    return new RedisRateLimiter(redis);
  }
}
