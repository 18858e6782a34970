package dev.orrery.writebehind;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * {@code orrery.writebehind.writes} by outcome ({@code accepted}, {@code refused}), {@code .slowed}
 * the time writers were held up; {@code .drained} values written to the database, {@code
 * .superseded} those of which it had newer ones, {@code .failed} attempts it refused, {@code .pass}
 * the time an instance was at it, by outcome. {@code .dirty}, {@code .aside} and {@code .oldest}
 * (seconds) are as this instance last saw them, and the same for all instances.
 */
final class WriteBehindMetrics {
  private final MeterRegistry meters;
  private final String buffer;
  private final Counter accepted;
  private final Counter refused;
  private final Counter drained;
  private final Counter superseded;
  private final Counter failed;
  private final Timer slowed;
  private final Map<Shard, Buffer.Look> seen = new ConcurrentHashMap<>();

  WriteBehindMetrics(MeterRegistry meters, String buffer) {
    this.meters = meters;
    this.buffer = buffer;
    this.accepted =
        meters.counter("orrery.writebehind.writes", "buffer", buffer, "outcome", "accepted");
    this.refused =
        meters.counter("orrery.writebehind.writes", "buffer", buffer, "outcome", "refused");
    this.drained = meters.counter("orrery.writebehind.drained", "buffer", buffer);
    this.superseded = meters.counter("orrery.writebehind.superseded", "buffer", buffer);
    this.failed = meters.counter("orrery.writebehind.failed", "buffer", buffer);
    this.slowed = meters.timer("orrery.writebehind.slowed", "buffer", buffer);
    gauge("dirty", "values not in the database yet", Buffer.Look::dirty);
    gauge("aside", "values the database would not take", Buffer.Look::aside);
    Gauge.builder("orrery.writebehind.oldest", this, WriteBehindMetrics::oldest)
        .tag("buffer", buffer)
        .baseUnit("seconds")
        .description("how long the first value has been due")
        .register(meters);
  }

  private void gauge(String name, String description, ToDoubleFunction<Buffer.Look> part) {
    Gauge.builder(
            "orrery.writebehind." + name,
            this,
            it -> it.seen.values().stream().mapToDouble(part).sum())
        .tag("buffer", buffer)
        .description(description)
        .register(meters);
  }

  private double oldest() {
    return seen.values().stream()
        .mapToDouble(look -> Math.max(0, look.due().toNanos() / 1e9))
        .max()
        .orElse(0);
  }

  void accepted() {
    accepted.increment();
  }

  void refused() {
    refused.increment();
  }

  void slowed(Duration wait) {
    slowed.record(wait);
  }

  void drained(int values, int newer) {
    drained.increment(values - newer);
    superseded.increment(newer);
  }

  void failed() {
    failed.increment();
  }

  void saw(Shard shard, Buffer.Look look) {
    seen.put(shard, look);
  }

  void passed(String outcome, Duration took) {
    meters.timer("orrery.writebehind.pass", "buffer", buffer, "outcome", outcome).record(took);
  }
}
