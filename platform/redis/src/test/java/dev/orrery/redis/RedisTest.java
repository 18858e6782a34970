package dev.orrery.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RBucket;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class RedisTest {
  private final TestRedis server = TestInfrastructure.redisToBreak();
  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(RedisAutoConfiguration.class))
          .withPropertyValues(
              "orrery.redis.url=" + server.uri(),
              "orrery.redis.timeout=200ms",
              "orrery.redis.open-for=200ms");

  @BeforeEach
  void clean() {
    Thread.interrupted();
  }

  @Test
  void answersWhatItIsAsked() {
    service.run(context -> {
      Redis redis = context.getBean(Redis.class);
      redis.ask(client -> bucket(client).setAsync("value"));

      String answer = redis.ask(client -> bucket(client).getAsync());
      assertThat(answer).isEqualTo("value");
      assertThat(health(context.getBean(RedisHealth.class))).isEqualTo("UP");
    });
  }

  @Test
  void startsWithoutRedisAndFindsItWhenItComes() {
    server.kill();
    service.run(context -> {
      Redis redis = context.getBean(Redis.class);
      assertThatThrownBy(() -> redis.ask(client -> bucket(client).getAsync()))
          .isInstanceOf(RedisAway.class);
      assertThat(health(context.getBean(RedisHealth.class))).isEqualTo("DEGRADED");

      server.start();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(health(context.getBean(RedisHealth.class))).isEqualTo("UP"));
    });
  }

  @Test
  void aSilentRedisIsSoonNotAskedAnyMore() {
    service.run(context -> {
      Redis redis = context.getBean(Redis.class);
      redis.ask(client -> bucket(client).setAsync("value"));
      server.pause();
      try {
        await().atMost(Duration.ofSeconds(10)).until(() -> !answers(redis));
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(() -> {
              long began = System.nanoTime();
              assertThat(answers(redis)).isFalse();
              assertThat(Duration.ofNanos(System.nanoTime() - began))
                  .isLessThan(Duration.ofMillis(20));
            });
      } finally {
        server.resume();
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> answers(redis));
    });
  }

  @Test
  void whoIsInterruptedStopsWaitingAndStaysInterrupted() {
    service.run(context -> {
      Redis redis = context.getBean(Redis.class);
      redis.ask(client -> bucket(client).setAsync("value"));

      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> redis.ask(client -> never(client)))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(redis.isAnswering()).isTrue();
    });
  }

  @Test
  void anAddressThatIsNoneStopsTheStart() {
    service
        .withPropertyValues("orrery.redis.url=localhost")
        .run(context -> assertThat(context).hasFailed());
  }

  private static boolean answers(Redis redis) {
    try {
      redis.ask(client -> bucket(client).getAsync());
      return true;
    } catch (RedisAway _) {
      return false;
    }
  }

  private static String health(RedisHealth health) {
    return health.health().getStatus().getCode();
  }

  private static RFuture<?> never(RedissonClient client) {
    return client.getBlockingQueue("nothing comes").takeAsync();
  }

  private static RBucket<String> bucket(RedissonClient client) {
    return client.getBucket("key", StringCodec.INSTANCE);
  }
}
