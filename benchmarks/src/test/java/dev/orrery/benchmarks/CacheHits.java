package dev.orrery.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orrery.benchmarks.RedisService.Thing;
import dev.orrery.cache.TwoLevelCache;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * What a hit costs on one thread: in memory beside Caffeine alone, in Redis beside a plain GET of a
 * string as long, by the same client over the same connections.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CacheHits {
  private static final String KEY = "ORR-1001";

  private RedisService service;
  private TwoLevelCache<Thing> both;
  private TwoLevelCache<Thing> remote;
  private Cache<String, Optional<Thing>> caffeine;
  private RedissonClient redis;

  @Setup
  public void start() {
    service = new RedisService();
    both = service.cache(RedisService.BOTH);
    remote = service.cache(RedisService.REMOTE);
    redis = service.bean(RedissonClient.class);
    caffeine =
        Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();
    Thing thing = Thing.of(KEY);
    caffeine.put(KEY, Optional.of(thing));
    both.put(KEY, thing);
    remote.put(KEY, thing);
    redis.<String>getBucket(KEY, StringCodec.INSTANCE).set(thing.toString());
  }

  @TearDown
  public void stop() {
    service.close();
  }

  @Benchmark
  public @Nullable Optional<Thing> memoryCaffeine() {
    return caffeine.getIfPresent(KEY);
  }

  @Benchmark
  public Optional<Thing> memoryHit() {
    return both.get(KEY, CacheHits::none);
  }

  @Benchmark
  public String redisGet() {
    return redis.<String>getBucket(KEY, StringCodec.INSTANCE).get();
  }

  @Benchmark
  public Optional<Thing> redisHit() {
    return remote.get(KEY, CacheHits::none);
  }

  private static Optional<Thing> none(String key) {
    throw new IllegalStateException(key + " is no hit");
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(CacheHits.class.getSimpleName())
                .jvmArgsAppend("-Xmx256m", "-XX:+UseSerialGC")
                .build())
        .run();
  }
}
