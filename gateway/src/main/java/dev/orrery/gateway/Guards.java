package dev.orrery.gateway;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.web.servlet.function.ServerRequest;

/** One guard for each route, made from the configuration. */
final class Guards {

  private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();
  private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
  private final Map<String, Guard> byRoute = new LinkedHashMap<>();

  Guards(GatewayProperties properties, TimeLimit timeLimit) {
    CircuitBreakerConfig breaker = breaker(properties.breaker());
    properties
        .routes()
        .forEach((name, route) ->
            byRoute.put(
                name,
                new Guard(
                    name,
                    route,
                    bulkheads.bulkhead(name, bulkhead(route)),
                    breakers.circuitBreaker(name, breaker),
                    properties.breaker().openFor(),
                    timeLimit)));
  }

  private static BulkheadConfig bulkhead(GatewayProperties.Route route) {
    return BulkheadConfig.custom()
        .maxConcurrentCalls(route.maxConcurrentCalls())
        // Who finds it full is told so at once: waiting here would only hide the queue.
        .maxWaitDuration(Duration.ZERO)
        .writableStackTraceEnabled(false)
        .build();
  }

  private static CircuitBreakerConfig breaker(GatewayProperties.Breaker breaker) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(SlidingWindowType.TIME_BASED)
        .slidingWindowSize(Math.toIntExact(breaker.window().toSeconds()))
        .minimumNumberOfCalls(breaker.minimumCalls())
        .failureRateThreshold(breaker.failureRate())
        .waitDurationInOpenState(breaker.openFor())
        .permittedNumberOfCallsInHalfOpenState(breaker.trialCalls())
        // Trial calls that never come must not keep it half-open for ever.
        .maxWaitDurationInHalfOpenState(breaker.openFor().multipliedBy(6))
        .writableStackTraceEnabled(false)
        .build();
  }

  Guard of(String route) {
    Guard guard = byRoute.get(route);
    if (guard == null) {
      throw new IllegalArgumentException("no route is called " + route);
    }
    return guard;
  }

  Guard of(ServerRequest request) {
    return of(String.valueOf(request.attributes().get(MvcUtils.GATEWAY_ROUTE_ID_ATTR)));
  }

  BulkheadRegistry bulkheads() {
    return bulkheads;
  }

  CircuitBreakerRegistry breakers() {
    return breakers;
  }
}
