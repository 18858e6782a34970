package dev.orrery.cache;

import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Two instances at one Redis, which the tests break. */
@Timeout(120)
abstract class CacheTest {
  static final TestRedis REDIS = TestInfrastructure.redisToBreak();

  private static final AtomicInteger KEYS = new AtomicInteger();

  private static Instance left;
  private static Instance right;

  final Shelf shelf = new Shelf();
  final String key = key();
  final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

  /** One process of a service. */
  record Instance(ConfigurableApplicationContext context, TwoLevelCache<Thing> things) {
    static Instance start() {
      ConfigurableApplicationContext context =
          new SpringApplicationBuilder(App.class)
              .web(WebApplicationType.NONE)
              .run("--orrery.redis.url=" + REDIS.uri());
      return new Instance(context, context.getBean(Caches.class).of(App.THINGS));
    }
  }

  @SpringBootApplication
  static class App {
    static final CacheDefinition<Thing> THINGS =
        new CacheDefinition<>("things", Thing.class, Thing::version);
    static final CacheDefinition<String> GREETINGS =
        CacheDefinition.unversioned("greetings", String.class);

    static final CacheDefinition<Thing> HOT =
        new CacheDefinition<>("hot", Thing.class, Thing::version);

    static final CacheDefinition<Thing> MEMORY =
        new CacheDefinition<>("memory", Thing.class, Thing::version);
    static final CacheDefinition<Thing> SHARED =
        new CacheDefinition<>("shared", Thing.class, Thing::version);

    static final Set<String> MEMBERS = ConcurrentHashMap.newKeySet();
    static final CacheDefinition<Thing> CLUB =
        new CacheDefinition<>("club", Thing.class, Thing::version).knowing(() -> MEMBERS);

    @Bean
    CacheDefinition<Thing> club() {
      return CLUB;
    }

    @Bean
    CacheDefinition<Thing> memory() {
      return MEMORY;
    }

    @Bean
    CacheDefinition<Thing> shared() {
      return SHARED;
    }

    @Bean
    CacheDefinition<Thing> hot() {
      return HOT;
    }

    @Bean
    CacheDefinition<Thing> things() {
      return THINGS;
    }

    @Bean
    CacheDefinition<String> greetings() {
      return GREETINGS;
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Greeter greeter() {
      return new Greeter();
    }
  }

  static class Greeter {
    final AtomicInteger calls = new AtomicInteger();

    @Cacheable(cacheNames = "greetings", sync = true)
    public String greet(String whom) {
      return "Hello " + whom + ", " + calls.incrementAndGet();
    }

    public int calls() {
      return calls.get();
    }
  }

  @BeforeAll
  static void start() {
    left = Instance.start();
    right = Instance.start();
  }

  @AfterAll
  static void stop() {
    left.context().close();
    right.context().close();
  }

  @AfterEach
  void endTheOthers() {
    others.shutdownNow();
  }

  static Instance left() {
    return left;
  }

  static Instance right() {
    return right;
  }

  static String key() {
    return "k" + KEYS.incrementAndGet();
  }

  long version(Instance instance) {
    return version(instance, key);
  }

  long version(Instance instance, String of) {
    return instance.things().get(of, shelf::load).map(Thing::version).orElse(0L);
  }
}
