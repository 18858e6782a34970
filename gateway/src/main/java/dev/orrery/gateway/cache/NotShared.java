package dev.orrery.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/**
 * What was found not to be for everybody. Who asks for it again does not wait for another's answer,
 * which would be no answer to him. Thread-safe.
 */
final class NotShared {

  private static final int MOST = 10_000;
  private static final Duration MEMORY = Duration.ofSeconds(30);

  private final Cache<Target, Boolean> targets =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(MEMORY).build();

  boolean has(Target target) {
    return targets.getIfPresent(target) != null;
  }

  void add(Target target) {
    targets.put(target, true);
  }

  void remove(Target target) {
    targets.invalidate(target);
  }
}
