package dev.orrery.benchmarks;

import dev.orrery.coordination.FencedLocks;
import dev.orrery.coordination.LockName;
import dev.orrery.coordination.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Taking a lock and letting it go, on one thread with nobody in the way: the fenced lock beside the
 * pair of commands that everybody begins with, which has no token, no renewal and no notice of a
 * loss.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LockPairs {
  private static final LockName LOCK = LockName.of("bench");
  private static final String COMPARE_AND_DELETE =
      """
      if redis.call('get', KEYS[1]) == ARGV[1] then
        return redis.call('del', KEYS[1])
      end
      return 0
      """;

  private RedisService service;
  private FencedLocks locks;
  private RedissonClient redis;
  private String script;
  private long owners;

  @Setup
  public void start() {
    service = new RedisService();
    locks = service.bean(FencedLocks.class);
    redis = service.bean(RedissonClient.class);
    script = redis.getScript(StringCodec.INSTANCE).scriptLoad(COMPARE_AND_DELETE);
  }

  @TearDown
  public void stop() {
    service.close();
  }

  @Benchmark
  public Outcome<String> fencedLock() {
    return locks.call(LOCK, Duration.ZERO, _ -> "done");
  }

  @Benchmark
  public long setAndCompareAndDelete() {
    String owner = Long.toString(++owners);
    redis.<String>getBucket("raw", StringCodec.INSTANCE).setIfAbsent(owner, Duration.ofSeconds(10));
    return redis
        .getScript(StringCodec.INSTANCE)
        .<Long>evalSha(
            RScript.Mode.READ_WRITE, script, RScript.ReturnType.LONG, List.of("raw"), owner);
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(LockPairs.class.getSimpleName())
                .jvmArgsAppend("-Xmx256m", "-XX:+UseSerialGC")
                .build())
        .run();
  }
}
