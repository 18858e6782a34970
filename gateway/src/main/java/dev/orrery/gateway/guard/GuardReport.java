package dev.orrery.gateway.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How things stand with one route.
 *
 * @param changed what was changed while running
 * @param hedgedAfterMillis when a call is asked elsewhere as well; null where none is, or too few
 *     calls are known
 */
public record GuardReport(
    String route,
    GuardSettings settings,
    Map<String, String> changed,
    BulkheadState bulkhead,
    BreakerState breaker,
    long retriesLeft,
    @Nullable Long hedgedAfterMillis) {

  /**
   * @param callers who have a call under way or waiting
   */
  public record BulkheadState(int places, int taken, int waiting, int callers) {}

  /**
   * @param failureRate in percent; negative where too few calls were counted
   * @param slowCallRate likewise
   * @param opensInMillis until the next call may be let through
   */
  public record BreakerState(
      CircuitBreaker.State state,
      float failureRate,
      float slowCallRate,
      int calls,
      int failedCalls,
      int slowCalls,
      long refusedCalls,
      long opensInMillis) {}

  static GuardReport of(Guard guard, Map<String, String> changed) {
    return new GuardReport(
        guard.route(),
        guard.settings(),
        changed,
        of(guard.bulkhead(), guard.callers()),
        of(guard.breaker()),
        guard.retriesLeft(),
        guard.hedgedAfter().map(Duration::toMillis).orElse(null));
  }

  private static BulkheadState of(Bulkhead bulkhead, CallerShares callers) {
    return new BulkheadState(
        bulkhead.size(), bulkhead.taken(), bulkhead.waiting(), callers.callers());
  }

  private static BreakerState of(Breaker breaker) {
    CircuitBreaker.Metrics metrics = breaker.breaker().getMetrics();
    return new BreakerState(
        breaker.breaker().getState(),
        metrics.getFailureRate(),
        metrics.getSlowCallRate(),
        metrics.getNumberOfBufferedCalls(),
        metrics.getNumberOfFailedCalls(),
        metrics.getNumberOfSlowCalls(),
        metrics.getNumberOfNotPermittedCalls(),
        breaker.opensIn().toMillis());
  }
}
