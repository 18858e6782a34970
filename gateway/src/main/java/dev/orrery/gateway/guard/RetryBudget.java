package dev.orrery.gateway.guard;

import java.time.Duration;
import java.util.Arrays;

/**
 * Lets through as many repetitions as a share of the calls of the last while, so that an outage is
 * not answered with a multiple of the load. As Finagle's, with a window of ten slots. Times are
 * nanoseconds of one clock. Thread-safe.
 */
final class RetryBudget {

  private static final int SLOTS = 10;

  private final long[] beginnings = new long[SLOTS];
  private final long[] calls = new long[SLOTS];
  private final long[] repetitions = new long[SLOTS];
  private final long slotNanos;
  private final int percent;
  private final int spare;

  RetryBudget(Duration window, int percent, int spare) {
    this.slotNanos = window.toNanos() / SLOTS;
    this.percent = percent;
    this.spare = spare;
    Arrays.fill(beginnings, Long.MIN_VALUE);
  }

  synchronized void called(long now) {
    calls[slot(now)]++;
  }

  synchronized boolean tryRepeat(long now) {
    if (left(now) <= 0) {
      return false;
    }
    repetitions[slot(now)]++;
    return true;
  }

  synchronized long left(long now) {
    long allCalls = 0;
    long allRepetitions = 0;
    long current = Math.floorDiv(now, slotNanos);
    for (int slot = 0; slot < SLOTS; slot++) {
      if (current - beginnings[slot] < SLOTS && beginnings[slot] != Long.MIN_VALUE) {
        allCalls += calls[slot];
        allRepetitions += repetitions[slot];
      }
    }
    return Math.max(spare, allCalls * percent / 100) - allRepetitions;
  }

  private int slot(long now) {
    long beginning = Math.floorDiv(now, slotNanos);
    int slot = (int) Math.floorMod(beginning, (long) SLOTS);
    if (beginnings[slot] != beginning) {
      beginnings[slot] = beginning;
      calls[slot] = 0;
      repetitions[slot] = 0;
    }
    return slot;
  }
}
