package dev.orrery.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket that says whether one more trace may start. Lock-free and safe for many threads;
 * time comes from the caller, as {@link System#nanoTime()} gives it.
 *
 * <p>The whole state is one number, the instant up to which tokens are spent (the virtual
 * scheduling form of GCRA, ITU-T I.371): the bucket holds what has been earned since then.
 */
final class TraceBudget {

  private final long nanosPerTrace;
  private final long nanosOfBurst;
  private final AtomicLong spentUntil;

  TraceBudget(double tracesPerSecond, double burst, long now) {
    if (tracesPerSecond <= 0) {
      throw new IllegalArgumentException("a budget of no traces is no budget: " + tracesPerSecond);
    }
    nanosPerTrace = Math.max(1, (long) (1e9 / tracesPerSecond));
    nanosOfBurst = (long) (Math.max(1, burst) * nanosPerTrace);
    spentUntil = new AtomicLong(now - nanosOfBurst);
  }

  boolean allows(long now) {
    while (true) {
      long spent = spentUntil.get();
      // Differences, not comparisons: nanoTime may wrap.
      long earned = Math.min(now - spent, nanosOfBurst);
      if (earned < nanosPerTrace) {
        return false;
      }
      if (spentUntil.compareAndSet(spent, now - earned + nanosPerTrace)) {
        return true;
      }
    }
  }
}
