package dev.orrery.sandbox.link;

/**
 * What happens to the bytes that go one way on a link.
 *
 * @param stalled nothing arrives, and the connection stays; what was sent meanwhile arrives once
 *     this is over
 * @param latencyMillis how much later all arrives, at most a minute
 * @param jitterMillis by how much the latency varies to either side, at most the latency; the order
 *     of the bytes stays
 * @param bytesPerSecond how much gets through, 0 for all
 */
public record Way(boolean stalled, long latencyMillis, long jitterMillis, long bytesPerSecond) {

  public static final Way CLEAR = new Way(false, 0, 0, 0);

  private static final long LONGEST_MILLIS = 60_000;

  public Way {
    if (latencyMillis < 0 || latencyMillis > LONGEST_MILLIS) {
      throw new IllegalArgumentException(
          "A latency of " + latencyMillis + " ms is not between 0 and " + LONGEST_MILLIS + ".");
    }
    if (jitterMillis < 0 || jitterMillis > latencyMillis) {
      throw new IllegalArgumentException(
          "A jitter of " + jitterMillis + " ms is not between 0 and the latency.");
    }
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException(bytesPerSecond + " bytes/s is no rate.");
    }
  }

  public static Way late(long latencyMillis) {
    return new Way(false, latencyMillis, 0, 0);
  }

  public static Way silent() {
    return new Way(true, 0, 0, 0);
  }
}
