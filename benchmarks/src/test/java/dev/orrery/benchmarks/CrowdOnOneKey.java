package dev.orrery.benchmarks;

import dev.orrery.benchmarks.RedisService.Thing;
import dev.orrery.cache.TwoLevelCache;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ten thousand who want, at once and in two instances, what nobody has: how many loads it takes.
 */
public final class CrowdOnOneKey {
  private static final int CROWD = 10_000;
  private static final Duration LOAD = Duration.ofMillis(20);

  private CrowdOnOneKey() {}

  public static void main(String[] args) throws InterruptedException {
    try (var one = new RedisService();
        var two = new RedisService()) {
      run(one, two, "warm-up");
      run(one, two, "measured");
    }
  }

  private static void run(RedisService one, RedisService two, String key)
      throws InterruptedException {
    var loads = new AtomicInteger();
    var together = new CountDownLatch(1);
    long began;
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CROWD; i++) {
        TwoLevelCache<Thing> cache = (i % 2 == 0 ? one : two).cache(RedisService.BOTH);
        crowd.submit(() -> {
          together.await();
          return cache.get(key, wanted -> load(wanted, loads)).orElseThrow();
        });
      }
      began = System.nanoTime();
      together.countDown();
    }
    System.out.printf(
        "%,d misses on one key over two instances (%s): %d load of %d ms, all answered after %d ms%n",
        CROWD,
        key,
        loads.get(),
        LOAD.toMillis(),
        Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  private static Optional<Thing> load(String key, AtomicInteger loads) {
    loads.incrementAndGet();
    try {
      Thread.sleep(LOAD);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Optional.of(Thing.of(key));
  }
}
