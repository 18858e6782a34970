package dev.orrery.gateway.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.Locale;

/** What the guards of a route decided, in metrics and in the trace of the call. Thread-safe. */
final class GuardEvents {

  private final String route;
  private final MeterRegistry meters;
  private final Tracer tracer;

  GuardEvents(String route, MeterRegistry meters, Tracer tracer) {
    this.route = route;
    this.meters = meters;
    this.tracer = tracer;
  }

  void refused(Refusal refusal) {
    meters.counter("orrery.guard.refusals", "route", route, "guard", refusal.guard()).increment();
    event("refused by " + refusal.guard());
  }

  /** Who decided on the rate: what is shared, what is local, or nobody. */
  void limited(String by) {
    meters.counter("orrery.guard.limited", "route", route, "by", by).increment();
    if (!by.equals("shared")) {
      event("rate limited without the shared limiter: " + by);
    }
  }

  void repeats(RetryPolicy.Outcome outcome) {
    String reason =
        switch (outcome) {
          case RetryPolicy.Outcome.Answered(int status, _) -> Integer.toString(status);
          case RetryPolicy.Outcome.Failed(Fault fault) -> lower(fault);
        };
    meters.counter("orrery.guard.retries", "route", route, "reason", reason).increment();
    event("repeated after " + reason);
  }

  /**
   * @param won whether the second answer came first
   */
  void hedged(boolean won) {
    meters.counter("orrery.guard.hedges", "route", route, "won", Boolean.toString(won)).increment();
    event(won ? "hedged, and the second won" : "hedged, and the first won");
  }

  void gaveUp(RetryPolicy.Reason reason) {
    meters
        .counter("orrery.guard.retries.withheld", "route", route, "reason", lower(reason))
        .increment();
    event("not repeated: " + lower(reason));
  }

  private void event(String name) {
    Span span = tracer.currentSpan();
    if (span != null) {
      span.event(name);
    }
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
