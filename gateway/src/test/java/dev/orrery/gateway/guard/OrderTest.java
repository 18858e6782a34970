package dev.orrery.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.guard.GuardSettings.RateLimit.Per;
import dev.orrery.gateway.guard.GuardSettings.RateLimit.WhenAway;
import dev.orrery.gateway.guard.RateLimiter.Algorithm;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Deadline, rate limit, bulkhead, breaker, retry, attempt: each pair of neighbours is told apart by
 * something that would be otherwise were they exchanged.
 */
@Timeout(30)
class OrderTest {

  private static final GuardSettings.RateLimit LIMITED =
      new GuardSettings.RateLimit(
          Algorithm.FIXED_WINDOW, Per.CALLER, 1, Duration.ofHours(1), null, WhenAway.LOCAL, 100);
  private static final GuardSettings.Breaker BREAKER =
      new GuardSettings.Breaker(
          Duration.ofSeconds(10), 2, 50, Duration.ofSeconds(9), 100, Duration.ofMinutes(1), 2);
  private static final GuardSettings.Retry RETRY =
      new GuardSettings.Retry(
          3, Duration.ofMillis(1), Duration.ofMillis(1), 0, 100, Duration.ofSeconds(10));
  private static final GuardSettings.Hedge NO_HEDGE =
      new GuardSettings.Hedge(0, Duration.ofSeconds(1));

  private final TimeLimit timeLimit = new TimeLimit();
  private boolean withinLimit = true;
  private final RateLimiter limiter =
      (_, limit) -> new RateLimiter.Verdict(withinLimit, 0, limit.window(), limit.window());
  private final List<Integer> takenAtAttempt = new ArrayList<>();

  @AfterEach
  void close() {
    timeLimit.close();
  }

  @Test
  void waitingForAPlaceIsWithinTheDeadline() throws Exception {
    Guard guard = guard(Duration.ofMillis(50), places(1, 1, Duration.ofMinutes(1)), null);
    guard.bulkhead().enter(Duration.ZERO);
    assertThat(refusedBy(guard, _ -> ok())).isEqualTo("deadline");
    guard.bulkhead().leave();
    assertThat(guard.bulkhead().taken()).isZero();
  }

  @Test
  void whoIsOverItsLimitIsToldSoThoughItIsFullAndTakesNoPlace() throws Exception {
    Guard guard = guard(Duration.ofMinutes(1), places(1, 1, Duration.ofMinutes(1)), null);
    guard.bulkhead().enter(Duration.ZERO);
    withinLimit = false;
    assertThat(refusedBy(guard, _ -> ok())).isEqualTo("rate-limiter");
    guard.bulkhead().leave();
    assertThat(refusedBy(guard, _ -> ok())).isEqualTo("rate-limiter");
    assertThat(guard.bulkhead().taken()).isZero();
  }

  @Test
  void whatTheBulkheadTurnsAwayTheBreakerNeverSees() throws Exception {
    Guard guard = guard(Duration.ofMinutes(1), places(1, 0, Duration.ZERO), null);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<ServerResponse> first = occupy(guard, release);
    for (int call = 0; call < 10; call++) {
      assertThat(refusedBy(guard, _ -> ok())).isEqualTo("bulkhead");
    }
    release.countDown();
    first.get();
    assertThat(guard.breaker().breaker().getMetrics().getNumberOfBufferedCalls()).isEqualTo(1);
  }

  @Test
  void aFullBulkheadIsToldBeforeAnOpenBreaker() throws Exception {
    Guard guard = guard(Duration.ofMinutes(1), places(1, 0, Duration.ZERO), null);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<ServerResponse> first = occupy(guard, release);
    guard.breaker().breaker().transitionToOpenState();
    assertThat(refusedBy(guard, _ -> ok())).isEqualTo("bulkhead");
    release.countDown();
    write(first.get());
    assertThat(refusedBy(guard, _ -> ok())).isEqualTo("circuit-breaker");
  }

  @Test
  void allAttemptsAreOneCallForTheBreakerAndHoldOnePlace() throws Exception {
    Guard guard = guard(Duration.ofMinutes(1), places(2, 0, Duration.ZERO), null);
    assertThat(
            refusedBy(
                guard,
                _ -> {
                  takenAtAttempt.add(guard.bulkhead().taken());
                  throw new ConnectException();
                }))
        .isEqualTo("connection");
    assertThat(takenAtAttempt).containsExactly(1, 1, 1);
    assertThat(guard.breaker().breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
  }

  @Test
  void anOpenBreakerIsNotAskedAgain() throws Exception {
    Guard guard = guard(Duration.ofMinutes(1), places(1, 0, Duration.ZERO), null);
    guard.breaker().breaker().transitionToOpenState();
    assertThat(refusedBy(guard, _ -> ok())).isEqualTo("circuit-breaker");
    assertThat(guard.retriesLeft()).isEqualTo(100);
  }

  @Test
  void everyAttemptHasATimeLimitOfItsOwn() throws Exception {
    Guard guard = guard(Duration.ofMinutes(1), places(1, 0, Duration.ZERO), Duration.ofMillis(20));
    List<Integer> attempts = new ArrayList<>();
    assertThat(
            refusedBy(
                guard,
                _ -> {
                  attempts.add(1);
                  return never();
                }))
        .isEqualTo("attempt-timeout");
    assertThat(attempts).hasSize(3);
  }

  @Test
  void noAttemptOutlivesTheDeadline() throws Exception {
    Guard guard = guard(Duration.ofMillis(50), places(1, 0, Duration.ZERO), Duration.ofMinutes(1));
    assertThat(refusedBy(guard, _ -> never())).isEqualTo("deadline");
  }

  private Guard guard(
      Duration deadline, GuardSettings.Bulkhead bulkhead, @Nullable Duration attemptTimeout) {
    return new Guard(
        "route",
        new GuardSettings(deadline, LIMITED, bulkhead, BREAKER, RETRY, NO_HEDGE, attemptTimeout),
        new GuardTools(
            timeLimit,
            _ -> new Caller("somebody", "somewhere", 1),
            limiter,
            limiter,
            CircuitBreakerRegistry.ofDefaults(),
            new SimpleMeterRegistry(),
            Tracer.NOOP,
            new Random(1)));
  }

  private static GuardSettings.Bulkhead places(int places, int queue, Duration patience) {
    return new GuardSettings.Bulkhead(places, queue, patience, 100);
  }

  private static FutureTask<ServerResponse> occupy(Guard guard, CountDownLatch release)
      throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    FutureTask<ServerResponse> call =
        new FutureTask<>(() ->
            guard.filter(
                request(),
                _ -> {
                  entered.countDown();
                  release.await();
                  return ok();
                }));
    Thread.ofVirtual().start(call);
    entered.await();
    return call;
  }

  private static String refusedBy(Guard guard, HandlerFunction<ServerResponse> upstream)
      throws Exception {
    MockHttpServletResponse answer = write(guard.filter(request(), upstream));
    return answer.getContentAsString().replaceAll("(?s).*\"guard\":\"([^\"]*)\".*", "$1");
  }

  private static MockHttpServletResponse write(ServerResponse response) throws Exception {
    MockHttpServletResponse servlet = new MockHttpServletResponse();
    response.writeTo(
        request().servletRequest(), servlet, () -> List.of(new JacksonJsonHttpMessageConverter()));
    return servlet;
  }

  private static ServerRequest request() {
    return ServerRequest.create(new MockHttpServletRequest("GET", "/route"), List.of());
  }

  private static ServerResponse ok() {
    return ServerResponse.ok().build();
  }

  private static ServerResponse never() throws InterruptedException {
    new CountDownLatch(1).await();
    return ok();
  }
}
