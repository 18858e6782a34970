package dev.orrery.payment.authorization;

import java.time.Duration;

/**
 * Exponential back-off with full jitter.
 *
 * @see <a href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">
 *     Timeouts, retries and backoff with jitter</a>
 */
record Backoff(Duration first, Duration longest) {
  private static final int LONGEST_SHIFT = 20;

  /**
   * @param attempt 1 for the wait after the first attempt
   * @param random uniform in [0, 1)
   */
  Duration after(int attempt, double random) {
    int doublings = Math.clamp(attempt - 1L, 0, LONGEST_SHIFT);
    Duration ceiling = first.multipliedBy(1L << doublings);
    Duration bounded = ceiling.compareTo(longest) < 0 ? ceiling : longest;
    return Duration.ofNanos((long) (bounded.toNanos() * random));
  }
}
