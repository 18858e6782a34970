package dev.orrery.gateway.limit;

import dev.orrery.gateway.guard.RateLimiter;
import dev.orrery.redis.Redis;
import dev.orrery.redis.RedisAway;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.client.codec.StringCodec;

/**
 * One script of Redis for each algorithm: it reads, decides and writes in one step and by Redis'
 * clock, so that neither two gateways nor their clocks come in between.
 */
final class RedisRateLimiter implements RateLimiter {

  private final Redis redis;
  private final Map<Algorithm, String> scripts = new EnumMap<>(Algorithm.class);

  RedisRateLimiter(Redis redis) {
    this.redis = redis;
    scripts.put(Algorithm.TOKEN_BUCKET, script("token-bucket"));
    scripts.put(Algorithm.FIXED_WINDOW, script("fixed-window"));
    scripts.put(Algorithm.SLIDING_WINDOW, script("sliding-window"));
  }

  @Override
  public Verdict take(String key, Limit limit) throws Away {
    String script = scripts.get(limit.algorithm());
    if (script == null) {
      throw new IllegalArgumentException("nothing limits by " + limit.algorithm());
    }
    try {
      List<Long> answer =
          redis.ask(client ->
              client
                  .getScript(StringCodec.INSTANCE)
                  .<List<Long>>evalAsync(
                      Mode.READ_WRITE,
                      script,
                      ReturnType.LIST,
                      List.of("orrery:limit:%s:{%s}".formatted(limit.algorithm(), key)),
                      Long.toString(limit.quota()),
                      Long.toString(limit.window().toNanos() / 1_000),
                      Long.toString(limit.burst())));
      return new Verdict(
          answer.get(0) == 1, answer.get(1), micros(answer.get(2)), micros(answer.get(3)));
    } catch (RedisAway e) {
      throw new Away(e);
    }
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }

  private static String script(String name) {
    try (InputStream in = RedisRateLimiter.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException(name + ".lua is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
