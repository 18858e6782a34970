package dev.orrery.saga;

import java.time.Duration;
import java.util.UUID;

/**
 * How long after an attempt the next one is made, and how many are made.
 *
 * @param first the delay after the first attempt; it doubles from there
 * @param longest where doubling ends
 * @param jitter the share of a delay, 0 to 1, that may be taken off it: sagas that failed together
 *     do not come back together. Drawn from instance, step and attempt, so always the same
 * @param attempts at most so many; only before the pivot, where a step may be given up
 */
public record Backoff(Duration first, Duration longest, double jitter, int attempts) {
  private static final int DOUBLINGS_AT_MOST = 30;

  public Backoff {
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a back-off begins above zero and does not shrink: " + first + " to " + longest);
    }
    if (!(jitter >= 0 && jitter < 1)) {
      throw new IllegalArgumentException("jitter takes off 0 up to 1, not " + jitter);
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt is made, not " + attempts);
    }
  }

  /** Always the same delay, without end. */
  public static Backoff fixed(Duration delay) {
    return exponential(delay, delay);
  }

  /** Doubles from the first to the longest, without end. */
  public static Backoff exponential(Duration first, Duration longest) {
    return new Backoff(first, longest, 0, Integer.MAX_VALUE);
  }

  /** From five seconds up to a minute, less up to a fifth, without end. */
  public static Backoff forever() {
    return exponential(Duration.ofSeconds(5), Duration.ofMinutes(1)).jittered(0.2);
  }

  public Backoff jittered(double share) {
    return new Backoff(first, longest, share, attempts);
  }

  public Backoff limited(int atMost) {
    return new Backoff(first, longest, jitter, atMost);
  }

  boolean isLimited() {
    return attempts != Integer.MAX_VALUE;
  }

  /**
   * @param attempt the attempt that was made, from 1
   */
  Duration after(UUID id, int step, int attempt) {
    long factor = 1L << Math.min(attempt - 1, DOUBLINGS_AT_MOST);
    Duration doubled = first.multipliedBy(factor);
    Duration delay = doubled.compareTo(longest) < 0 ? doubled : longest;
    return jitter == 0
        ? delay
        : delay.minusNanos((long) (delay.toNanos() * jitter * draw(id, step, attempt)));
  }

  /** Evenly from 0 to 1: the finalizer of SplitMix64. */
  private static double draw(UUID id, int step, int attempt) {
    long z = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
    z += 0x9E3779B97F4A7C15L * (((long) step << 32) + attempt);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
