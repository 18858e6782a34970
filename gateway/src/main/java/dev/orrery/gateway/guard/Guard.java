package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.Layer.Next;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** All guards of one route. Its limits may change while calls are under way. Thread-safe. */
public final class Guard implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private static final Logger log = LoggerFactory.getLogger(Guard.class);

  private final String route;
  private final GuardTools tools;
  private final GuardEvents events;
  private final Bulkhead bulkhead;
  private final CallerShares callers = new CallerShares();
  private volatile Limits limits;

  /** What a call meets that comes now. */
  private record Limits(
      GuardSettings settings,
      Breaker breaker,
      RetryBudget budget,
      Hedging hedging,
      List<Layer> layers) {}

  Guard(String route, GuardSettings settings, GuardTools tools) {
    this.route = route;
    this.tools = tools;
    this.events = new GuardEvents(route, tools.meters(), tools.tracer());
    this.bulkhead = new Bulkhead(settings.bulkhead().places(), settings.bulkhead().queue());
    this.limits =
        limits(settings, breaker(settings), budget(settings), new Hedging(settings.hedge()));
  }

  private Limits limits(
      GuardSettings settings, Breaker breaker, RetryBudget budget, Hedging hedging) {
    // The order is the decision: docs/decisions/0022-order-of-guards.md.
    List<Layer> fromTheOutside =
        List.of(
            new RateLimitLayer(
                route, settings.rateLimit(), tools.sharedLimiter(), tools.localLimiter(), events),
            new BulkheadLayer(settings.bulkhead(), bulkhead, callers),
            breaker,
            new RetryLayer(
                RetryPolicy.of(settings.retry()),
                budget,
                breaker::isTrying,
                tools.random(),
                events),
            new HedgeLayer(hedging, budget, breaker::isTrying, events),
            new AttemptLayer(tools.timeLimit(), settings.attemptTimeout()));
    return new Limits(settings, breaker, budget, hedging, fromTheOutside);
  }

  private Breaker breaker(GuardSettings settings) {
    CircuitBreaker breaker = CircuitBreaker.of(route, Breaker.config(settings.breaker()));
    if (tools.breakers().replace(route, breaker).isEmpty()) {
      breaker = tools.breakers().circuitBreaker(route, breaker.getCircuitBreakerConfig());
    }
    return new Breaker(breaker);
  }

  private static RetryBudget budget(GuardSettings settings) {
    GuardSettings.Retry retry = settings.retry();
    return new RetryBudget(retry.window(), retry.budget(), retry.spare());
  }

  /** Calls under way end under the limits they began with; what they hold counts for the new. */
  synchronized void change(GuardSettings changed) {
    Limits now = limits;
    GuardSettings before = now.settings();
    bulkhead.resize(changed.bulkhead().places(), changed.bulkhead().queue());
    limits =
        limits(
            changed,
            before.breaker().equals(changed.breaker()) ? now.breaker() : breaker(changed),
            before.retry().equals(changed.retry()) ? now.budget() : budget(changed),
            before.hedge().equals(changed.hedge()) ? now.hedging() : new Hedging(changed.hedge()));
  }

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    Limits now = limits;
    Call call =
        new Call(request, tools.callers().of(request), Deadline.in(now.settings().deadline()));
    boolean answered = false;
    try {
      ServerResponse response =
          through(now.layers(), asked -> next.handle(asked.request())).handle(call);
      answered = true;
      return new Held(response, call, broke -> failed(call, broke));
    } catch (Refused refused) {
      events.refused(refused.refusal());
      return refused.refusal().answer(route, call);
    } catch (Exception e) {
      return failed(call, e);
    } finally {
      if (!answered) {
        call.end();
      }
    }
  }

  private static Next through(List<Layer> layers, Next upstream) {
    Next next = upstream;
    for (Layer layer : layers.reversed()) {
      Next inner = next;
      next = call -> layer.pass(call, inner);
    }
    return next;
  }

  private ServerResponse failed(Call call, Exception thrown) {
    Refusal refusal = Refusal.of(thrown, call.deadline().isOver() ? settings().deadline() : null);
    log.warn("Route {}: {} ({})", route, refusal.detail(), thrown.toString());
    events.refused(refusal);
    return refusal.answer(route, call);
  }

  String route() {
    return route;
  }

  GuardSettings settings() {
    return limits.settings();
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  CallerShares callers() {
    return callers;
  }

  Breaker breaker() {
    return limits.breaker();
  }

  Optional<Duration> hedgedAfter() {
    return limits.hedging().delay();
  }

  long retriesLeft() {
    return limits.budget().left(System.nanoTime());
  }
}
