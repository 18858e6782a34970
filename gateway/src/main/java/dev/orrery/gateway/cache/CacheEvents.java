package dev.orrery.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.Locale;

/** What became of requests, in metrics and in their traces. Thread-safe. */
final class CacheEvents {

  enum Result {
    /** Served while fresh. */
    HIT,
    /** Served stale, and renewed behind the caller's back. */
    STALE,
    /** Served stale, since the upstream could not answer. */
    STALE_IF_ERROR,
    /** The upstream has said that what is kept still holds. */
    REVALIDATED,
    /** Served with the answer that another was waiting for. */
    COLLAPSED,
    MISS,
    /** No business of a cache. */
    BYPASS
  }

  private final MeterRegistry meters;
  private final Tracer tracer;

  CacheEvents(MeterRegistry meters, Tracer tracer) {
    this.meters = meters;
    this.tracer = tracer;
  }

  void ended(String route, Result result) {
    String word = word(result);
    meters.counter("orrery.response.cache.requests", "route", route, "result", word).increment();
    Span span = tracer.currentSpan();
    if (span != null) {
      span.event("response cache: " + word);
    }
  }

  /** Not for a caller, but for those who come after. */
  void renewed(String route, boolean done) {
    meters
        .counter("orrery.response.cache.renewals", "route", route, "done", Boolean.toString(done))
        .increment();
  }

  private static String word(Result result) {
    return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
