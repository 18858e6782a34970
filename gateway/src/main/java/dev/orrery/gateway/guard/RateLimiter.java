package dev.orrery.gateway.guard;

import java.time.Duration;

/** Counts calls against limits, each key for itself. Thread-safe. */
public interface RateLimiter {

  enum Algorithm {
    NONE,
    /** Refills evenly, and lets a burst through when it is full. */
    TOKEN_BUCKET,
    /** Starts afresh at every full window of the clock: cheap, and twice the quota at its edge. */
    FIXED_WINDOW,
    /** Never more than the quota within any window; remembers every call. */
    SLIDING_WINDOW
  }

  /**
   * @param quota calls within the window
   * @param burst how many a full bucket lets through at once; of no meaning to windows
   */
  record Limit(Algorithm algorithm, long quota, Duration window, long burst) {

    double microsPerCall() {
      return window.toNanos() / 1_000.0 / quota;
    }
  }

  /**
   * @param left calls that would be allowed now
   * @param delay until one is allowed; zero where one was
   * @param reset until all of the quota is there again
   */
  record Verdict(boolean allowed, long left, Duration delay, Duration reset) {}

  /** What is shared does not answer; the call may have been counted. */
  final class Away extends Exception {

    public Away(Throwable cause) {
      super(cause);
    }
  }

  Verdict take(String key, Limit limit) throws Away;
}
