package dev.orrery.gateway.guard;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a call that is not answered yet is asked a second time, elsewhere. Pure but for what it
 * remembers; thread-safe.
 */
final class Hedging {

  /** Who is alone may not be for long. */
  private static final long PAUSE = Duration.ofSeconds(5).toNanos();

  private final GuardSettings.Hedge settings;
  private final RecentLatencies latencies;
  private volatile @Nullable Long alone;

  Hedging(GuardSettings.Hedge settings) {
    this.settings = settings;
    this.latencies = new RecentLatencies(settings.percentile());
  }

  /**
   * None where it is not: it is switched off, would do the work twice, would come too late to be of
   * use, or nobody knows yet what is slow.
   *
   * @param left of the deadline
   * @param now in nanoseconds
   */
  Optional<Duration> after(boolean harmless, Duration left, long now) {
    Long foundAlone = alone;
    boolean isAlone = foundAlone != null && now - foundAlone < PAUSE;
    if (settings.percentile() == 0 || !harmless || isAlone) {
      return Optional.empty();
    }
    return delay().filter(wait -> wait.multipliedBy(2).compareTo(left) < 0);
  }

  /** None while too few calls are known. */
  Optional<Duration> delay() {
    return latencies
        .percentile()
        .map(slow -> slow.compareTo(settings.soonest()) < 0 ? settings.soonest() : slow);
  }

  /** How long an attempt took, or had taken when nobody waited for it any longer. */
  void took(Duration time) {
    if (settings.percentile() > 0) {
      latencies.add(time);
    }
  }

  /** There was nobody else to ask. */
  void foundNoOther(long now) {
    alone = now;
  }
}
