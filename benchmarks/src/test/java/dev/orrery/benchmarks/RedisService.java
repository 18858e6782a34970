package dev.orrery.benchmarks;

import dev.orrery.cache.CacheDefinition;
import dev.orrery.cache.Caches;
import dev.orrery.cache.TwoLevelCache;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One instance of a service that has caches and locks, at a Redis of the benchmark's own. */
final class RedisService implements AutoCloseable {
  static final CacheDefinition<Thing> BOTH =
      new CacheDefinition<>("both", Thing.class, Thing::version);
  static final CacheDefinition<Thing> REMOTE =
      new CacheDefinition<>("remote", Thing.class, Thing::version);

  private final ConfigurableApplicationContext context;

  /** As large as a product is. */
  record Thing(String key, String name, String description, long price, long version) {
    static Thing of(String key) {
      return new Thing(key, "A thing of brass", "Six planets on a gear train. ".repeat(4), 100, 1);
    }
  }

  RedisService() {
    Database database = TestInfrastructure.database(RedisService.class);
    this.context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.application.name=redis-bench",
                "--spring.main.banner-mode=off",
                "--logging.level.root=error",
                "--spring.autoconfigure.exclude="
                    + "dev.orrery.messaging.MessagingAutoConfiguration,"
                    + "dev.orrery.messaging.DeadLetterAutoConfiguration",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--spring.flyway.enabled=false",
                "--orrery.redis.url=" + TestInfrastructure.redisUri(),
                "--orrery.cache.caches.both.local-ttl=1h",
                "--orrery.cache.caches.both.ttl=2h",
                "--orrery.cache.caches.both.load-wait=30s",
                "--orrery.cache.caches.remote.levels=remote",
                "--orrery.cache.caches.remote.ttl=2h");
  }

  TwoLevelCache<Thing> cache(CacheDefinition<Thing> definition) {
    return context.getBean(Caches.class).of(definition);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    CacheDefinition<Thing> both() {
      return BOTH;
    }

    @Bean
    CacheDefinition<Thing> remote() {
      return REMOTE;
    }
  }
}
