package dev.orrery.coordination;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * {@code orrery.lock.wait} is the time until a lock was had ({@code acquired}) or given up ({@code
 * busy}, {@code unavailable}), {@code orrery.lock.hold} the time it was held, {@code
 * orrery.lock.lost} counts the holds that ended before their work.
 */
final class LockMetrics {
  private final MeterRegistry meters;

  LockMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void waited(LockName lock, String outcome, long since) {
    meters
        .timer("orrery.lock.wait", "lock", lock.kind(), "outcome", outcome)
        .record(elapsed(since));
  }

  void held(LockName lock, long since) {
    meters.timer("orrery.lock.hold", "lock", lock.kind()).record(elapsed(since));
  }

  void lost(LockName lock) {
    meters.counter("orrery.lock.lost", "lock", lock.kind()).increment();
  }

  private static Duration elapsed(long since) {
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
