package dev.orrery.gateway.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** Token buckets of this instance alone, whatever the algorithm. What it remembers is bounded. */
final class LocalRateLimiter implements RateLimiter {

  private static final int KEYS = 100_000;

  private final Cache<String, TokenBucket> buckets =
      Caffeine.newBuilder().maximumSize(KEYS).expireAfterAccess(Duration.ofHours(1)).build();

  @Override
  public Verdict take(String key, Limit limit) {
    Verdict[] verdict = new Verdict[1];
    double now = System.nanoTime() / 1_000.0;
    buckets
        .asMap()
        .compute(
            key,
            (_, bucket) -> {
              TokenBucket.Taken taken =
                  (bucket == null ? TokenBucket.FULL : bucket).take(limit, now);
              verdict[0] = taken.verdict();
              return taken.bucket();
            });
    return verdict[0];
  }
}
