package dev.orrery.sandbox.provider;

/**
 * What the provider suffers from; the book and this setting itself stay reachable.
 *
 * @param errorRate share of calls answered 500, half of them after having done what was asked
 * @param latencyMillis added to every call
 * @param outage connections are dropped without an answer, nothing is done
 */
public record Faults(double errorRate, long latencyMillis, boolean outage) {
  public static final Faults NONE = new Faults(0, 0, false);

  private static final long LONGEST_LATENCY_MILLIS = 60_000;

  public Faults {
    if (!(errorRate >= 0 && errorRate <= 1)) {
      throw Refusal.invalid("errorRate must be between 0 and 1, not " + errorRate);
    }
    if (latencyMillis < 0 || latencyMillis > LONGEST_LATENCY_MILLIS) {
      throw Refusal.invalid("latencyMillis must be between 0 and 60000, not " + latencyMillis);
    }
  }
}
