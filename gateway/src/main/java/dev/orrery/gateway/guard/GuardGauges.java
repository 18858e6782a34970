package dev.orrery.gateway.guard;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The live state of a guard as metrics; that of its breaker is told by Resilience4j. */
final class GuardGauges {

  private GuardGauges() {}

  static void register(Guard guard, MeterRegistry meters) {
    gauge(guard, meters, "orrery.guard.places", g -> g.bulkhead().size());
    gauge(guard, meters, "orrery.guard.places.taken", g -> g.bulkhead().taken());
    gauge(guard, meters, "orrery.guard.places.awaited", g -> g.bulkhead().waiting());
    gauge(guard, meters, "orrery.guard.callers", g -> g.callers().callers());
    gauge(guard, meters, "orrery.guard.retries.left", Guard::retriesLeft);
  }

  private static void gauge(
      Guard guard, MeterRegistry meters, String name, ToDoubleFunction<Guard> value) {
    Gauge.builder(name, guard, value).tag("route", guard.route()).register(meters);
  }
}
