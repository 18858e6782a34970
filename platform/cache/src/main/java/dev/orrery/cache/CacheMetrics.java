package dev.orrery.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code orrery.cache.gets} by where the answer came from ({@code local}, {@code remote}, {@code
 * load}), {@code orrery.cache.load} is the time loads took, {@code orrery.cache.writes} counts
 * changes, {@code orrery.cache.notices} what was heard of other instances' changes, {@code
 * orrery.cache.size} what is in memory. {@code orrery.cache.strangers} are keys of which there is
 * nothing: {@code told} at once by the filter, or found out by a load; {@code
 * orrery.cache.strangers.missed} is the share of the latter, where there is a filter its rate of
 * false positives.
 */
final class CacheMetrics {
  private final Counter local;
  private final Counter remote;
  private final Counter loaded;
  private final Counter writes;
  private final Counter notices;
  private final Counter turnedAway;
  private final Counter foundNothing;
  private final Timer load;

  CacheMetrics(MeterRegistry meters, String cache, LocalLevel<?> level) {
    this.local = meters.counter("orrery.cache.gets", "cache", cache, "from", "local");
    this.remote = meters.counter("orrery.cache.gets", "cache", cache, "from", "remote");
    this.loaded = meters.counter("orrery.cache.gets", "cache", cache, "from", "load");
    this.writes = meters.counter("orrery.cache.writes", "cache", cache);
    this.notices = meters.counter("orrery.cache.notices", "cache", cache);
    this.turnedAway = meters.counter("orrery.cache.strangers", "cache", cache, "told", "true");
    this.foundNothing = meters.counter("orrery.cache.strangers", "cache", cache, "told", "false");
    this.load = meters.timer("orrery.cache.load", "cache", cache);
    Gauge.builder("orrery.cache.size", level, LocalLevel::size)
        .tag("cache", cache)
        .description("entries in the memory of this instance")
        .register(meters);
    Gauge.builder("orrery.cache.strangers.missed", this, CacheMetrics::missed)
        .tag("cache", cache)
        .description("share of the keys of which there is nothing that had to be loaded")
        .register(meters);
  }

  private double missed() {
    double all = turnedAway.count() + foundNothing.count();
    return all == 0 ? 0 : foundNothing.count() / all;
  }

  void foundLocally() {
    local.increment();
  }

  void foundRemotely() {
    remote.increment();
  }

  <T> T loading(Supplier<T> loader) {
    loaded.increment();
    return load.record(loader);
  }

  void wrote() {
    writes.increment();
  }

  void turnedAway() {
    turnedAway.increment();
  }

  void foundNothing() {
    foundNothing.increment();
  }

  void noticed() {
    notices.increment();
  }

  Usage usage(String cache, long size, int capacity) {
    return new Usage(
        cache,
        (long) local.count(),
        (long) remote.count(),
        (long) loaded.count(),
        Duration.ofNanos((long) load.mean(TimeUnit.NANOSECONDS)),
        (long) (writes.count() + notices.count()),
        size,
        capacity);
  }
}
