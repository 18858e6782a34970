package dev.orrery.saga;

import java.time.Duration;

/** How long the answer to an attempt is awaited before the next one; doubles up to a maximum. */
public record Backoff(Duration first, Duration longest) {
  private static final int DOUBLINGS_AT_MOST = 30;

  public Backoff {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a back-off begins above zero and does not shrink: " + first + " to " + longest);
    }
  }

  /** From five seconds up to a minute, without end. */
  public static Backoff forever() {
    return new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));
  }

  /**
   * @param attempt the attempt that was made, from 1
   */
  Duration after(int attempt) {
    long factor = 1L << Math.min(attempt - 1, DOUBLINGS_AT_MOST);
    Duration delay = first.multipliedBy(factor);
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}
