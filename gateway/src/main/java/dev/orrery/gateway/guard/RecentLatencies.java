package dev.orrery.gateway.guard;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How long the last calls took, and which time a share of them stayed under. Thread-safe. */
final class RecentLatencies {

  private static final int REMEMBERED = 512;

  /** Before that a percentile says nothing. */
  private static final int ENOUGH = 32;

  private final int percentile;
  private final long[] nanos = new long[REMEMBERED];
  private int seen;
  private long current;

  RecentLatencies(int percentile) {
    this.percentile = percentile;
  }

  synchronized void add(Duration latency) {
    nanos[seen % REMEMBERED] = latency.toNanos();
    seen = seen + 1 < 2 * REMEMBERED ? seen + 1 : REMEMBERED;
    // Sorting at every call would cost more than being a few calls late.
    if (seen % ENOUGH == 0) {
      long[] sorted = Arrays.copyOf(nanos, Math.min(seen, REMEMBERED));
      Arrays.sort(sorted);
      current = sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)];
    }
  }

  /** None while too few are known. */
  synchronized Optional<Duration> percentile() {
    return seen < ENOUGH ? Optional.empty() : Optional.of(Duration.ofNanos(current));
  }
}
