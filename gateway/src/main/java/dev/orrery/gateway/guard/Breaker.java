package dev.orrery.gateway.guard;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import org.springframework.web.servlet.function.ServerResponse;

/** Resilience4j's breaker, and what counts for it. Thread-safe. */
final class Breaker implements Layer {

  private static final String REFUSED_BY = "Orrery-Refused-By";

  private final CircuitBreaker breaker;
  private final Duration openFor;
  private volatile Deadline tryAgain = Deadline.in(Duration.ZERO);

  Breaker(CircuitBreaker breaker) {
    this.breaker = breaker;
    openFor =
        Duration.ofMillis(
            breaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(1));
    breaker
        .getEventPublisher()
        .onStateTransition(event -> {
          if (event.getStateTransition().getToState() == State.OPEN) {
            tryAgain = Deadline.in(openFor);
          }
        });
  }

  static CircuitBreakerConfig config(GuardSettings.Breaker settings) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(SlidingWindowType.TIME_BASED)
        .slidingWindowSize(Math.toIntExact(settings.window().toSeconds()))
        .minimumNumberOfCalls(settings.minimumCalls())
        .failureRateThreshold(settings.failureRate())
        .slowCallDurationThreshold(settings.slowCall())
        .slowCallRateThreshold(settings.slowCallRate())
        .waitDurationInOpenState(settings.openFor())
        .permittedNumberOfCallsInHalfOpenState(settings.trialCalls())
        // Trial calls that never come must not keep it half-open for ever.
        .maxWaitDurationInHalfOpenState(settings.openFor().multipliedBy(6))
        .writableStackTraceEnabled(false)
        .build();
  }

  @Override
  public ServerResponse pass(Call call, Next next) throws Exception {
    try {
      breaker.acquirePermission();
    } catch (CallNotPermittedException _) {
      throw new Refused(Refusal.open(opensIn()));
    }
    long start = breaker.getCurrentTimestamp();
    try {
      ServerResponse response = next.handle(call);
      if (hasFailed(response)) {
        breaker.onError(since(start), breaker.getTimestampUnit(), new UpstreamFailed(response));
      } else {
        breaker.onSuccess(since(start), breaker.getTimestampUnit());
      }
      return response;
    } catch (Exception e) {
      if (e instanceof Refused || Fault.of(e) == Fault.NO_INSTANCE) {
        breaker.releasePermission();
      } else {
        breaker.onError(since(start), breaker.getTimestampUnit(), e);
      }
      throw e;
    } catch (Error e) {
      breaker.releasePermission();
      throw e;
    }
  }

  /** Who refuses more work with a word of his own is well, and answers whatever else is asked. */
  private static boolean hasFailed(ServerResponse response) {
    return response.statusCode().is5xxServerError()
        && !response.headers().containsHeader(REFUSED_BY);
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  /** When the next call may be let through; zero where one may be now. */
  Duration opensIn() {
    return switch (breaker.getState()) {
      case OPEN -> tryAgain.left();
      // Until somebody changes that; what else is there to say.
      case FORCED_OPEN -> openFor;
      case CLOSED, HALF_OPEN, DISABLED, METRICS_ONLY -> Duration.ZERO;
    };
  }

  /** A trial is a question, and one answer is enough. */
  boolean isTrying() {
    return breaker.getState() == State.HALF_OPEN;
  }

  private long since(long start) {
    return breaker.getCurrentTimestamp() - start;
  }
}
