package dev.orrery.gateway.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.tracing.Tracer;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The cache of all routes that have one. Thread-safe. */
public final class ResponseCache {

  private final Set<String> routes;
  private final CacheTools tools;

  ResponseCache(
      ResponseCacheProperties properties,
      Shelf shelf,
      InstantSource clock,
      MeterRegistry meters,
      Tracer tracer) {
    routes = properties.routes();
    tools =
        new CacheTools(
            shelf,
            new Flights(),
            new NotShared(),
            new CacheEvents(meters, tracer),
            clock,
            properties.patience(),
            Math.toIntExact(properties.largest().toBytes()));
    Gauge.builder("orrery.response.cache.size", shelf, Shelf::bytes)
        .baseUnit(BaseUnits.BYTES)
        .register(meters);
    Gauge.builder("orrery.response.cache.entries", shelf, Shelf::entries).register(meters);
    FunctionCounter.builder("orrery.response.cache.evictions", shelf, Shelf::evictions)
        .register(meters);
  }

  /** The routes whose answers are to be kept. */
  public Set<String> routes() {
    return routes;
  }

  /** A filter that does nothing where the route is none of them. */
  public HandlerFilterFunction<ServerResponse, ServerResponse> of(String route) {
    return routes.contains(route)
        ? new CachedRoute(route, tools)
        : (request, next) -> next.handle(request);
  }
}
