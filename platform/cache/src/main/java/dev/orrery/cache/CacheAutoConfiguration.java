package dev.orrery.cache;

import dev.orrery.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Gives a service the caches it defines, directly and for {@code @Cacheable}. */
@AutoConfiguration(
    afterName = {
      "dev.orrery.redis.RedisAutoConfiguration",
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
    })
@EnableConfigurationProperties(CacheProperties.class)
@EnableCaching
class CacheAutoConfiguration {

  @Bean
  Caches caches(
      ObjectProvider<CacheDefinition<?>> definitions,
      CacheProperties properties,
      Redis redis,
      JsonMapper json,
      ObjectProvider<MeterRegistry> meters) {
    return new Caches(
        definitions.orderedStream().toList(),
        properties,
        redis,
        json,
        meters.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  Notices cacheNotices(Redis redis, Caches caches, CacheProperties properties) {
    return new Notices(redis, caches.all(), properties.keyRenewal());
  }

  @Bean
  CacheAdviceEndpoint cacheAdviceEndpoint(Caches caches) {
    return new CacheAdviceEndpoint(caches);
  }

  @Bean
  CacheManager cacheManager(Caches caches) {
    return new SpringCaches(caches);
  }
}
