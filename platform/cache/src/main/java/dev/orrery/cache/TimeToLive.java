package dev.orrery.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long an entry lives; a little less for some than for others. */
record TimeToLive(Duration present, Duration absent, int jitterPercent) {

  Duration of(Entry<?> entry) {
    Duration full = entry.value().isPresent() ? present : absent;
    long nanos = full.toNanos();
    long atMost = nanos / 100 * jitterPercent;
    return Duration.ofNanos(
        atMost == 0 ? nanos : nanos - ThreadLocalRandom.current().nextLong(atMost));
  }
}
