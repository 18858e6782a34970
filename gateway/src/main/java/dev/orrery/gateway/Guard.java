package dev.orrery.gateway;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What stands between a route and its upstream: a bulkhead, a circuit breaker, a time limit. */
final class Guard implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private static final Logger log = LoggerFactory.getLogger(Guard.class);

  private final String name;
  private final GatewayProperties.Route route;
  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final TimeLimit timeLimit;
  private final Duration openFor;

  Guard(
      String name,
      GatewayProperties.Route route,
      Bulkhead bulkhead,
      CircuitBreaker breaker,
      Duration openFor,
      TimeLimit timeLimit) {
    this.name = name;
    this.route = route;
    this.bulkhead = bulkhead;
    this.breaker = breaker;
    this.openFor = openFor;
    this.timeLimit = timeLimit;
  }

  Duration silenceLimit() {
    return route.silenceLimit();
  }

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    try {
      bulkhead.acquirePermission();
    } catch (BulkheadFullException _) {
      return Refusal.full(route.maxConcurrentCalls()).answer(name, request);
    }
    boolean answered = false;
    try {
      ServerResponse response = throughBreaker(request, next);
      answered = true;
      return new Held(response, bulkhead::onComplete, broke -> refuse(request, broke));
    } finally {
      if (!answered) {
        bulkhead.onComplete();
      }
    }
  }

  private ServerResponse throughBreaker(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    try {
      breaker.acquirePermission();
    } catch (CallNotPermittedException _) {
      return Refusal.open(route.service(), openFor).answer(name, request);
    }
    long start = breaker.getCurrentTimestamp();
    try {
      ServerResponse response = timeLimit.within(route.timeLimit(), () -> next.handle(request));
      if (response.statusCode().is5xxServerError()) {
        breaker.onError(since(start), breaker.getTimestampUnit(), new UpstreamFailed(response));
      } else {
        breaker.onSuccess(since(start), breaker.getTimestampUnit());
      }
      return response;
    } catch (Exception e) {
      if (Fault.of(e) == Fault.NO_INSTANCE) {
        breaker.releasePermission();
      } else {
        breaker.onError(since(start), breaker.getTimestampUnit(), e);
      }
      return refuse(request, e);
    }
  }

  private ServerResponse refuse(ServerRequest request, Exception thrown) {
    Refusal refusal = Refusal.of(Fault.of(thrown), route);
    log.warn("Route {}: {} ({})", name, refusal.detail(), thrown.toString());
    return refusal.answer(name, request);
  }

  private long since(long start) {
    return breaker.getCurrentTimestamp() - start;
  }
}
