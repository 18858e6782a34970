package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.gateway.guard.GuardReport;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is kept from whom, and what is said about it. */
class GuardTest extends BehindGateway {

  @Test
  void theBreakerOpensOnFailuresAndClosesWhenTheUpstreamIsWell() throws Exception {
    orders.answers(Upstream.text(500, "broken"));
    for (int call = 0; call < 4; call++) {
      assertThat(get("/api/orders/1").body()).isEqualTo("broken");
    }
    orders.reset();
    HttpResponse<String> refused = get("/api/orders/1");
    problem(refused, 503, "orders", "circuit-breaker");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(orders.requests()).isEmpty();
    assertThat(get("/api/products").statusCode()).isEqualTo(200);

    await().untilAsserted(() -> assertThat(get("/api/orders/1").statusCode()).isEqualTo(200));
    await()
        .untilAsserted(() -> {
          get("/api/orders/1");
          assertThat(breaker().state()).isEqualTo(CircuitBreaker.State.CLOSED);
        });
  }

  @Test
  void theBreakerOpensAgainWhenTheTrialFails() throws Exception {
    orders.answers(Upstream.text(503, "broken"));
    await()
        .untilAsserted(() -> {
          get("/api/orders/1");
          assertThat(breaker().state()).isEqualTo(CircuitBreaker.State.OPEN);
        });
    await().untilAsserted(() -> assertThat(get("/api/orders/1").body()).isEqualTo("broken"));
    get("/api/orders/1");
    problem(get("/api/orders/1"), 503, "orders", "circuit-breaker");
  }

  @Test
  void refusalsOfBusinessDoNotOpenTheBreaker() throws Exception {
    orders.answers(Upstream.text(422, "no"));
    for (int call = 0; call < 20; call++) {
      assertThat(get("/api/orders/1").statusCode()).isEqualTo(422);
    }
    assertThat(breaker().state()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void aServiceThatTakesNoMoreWorkIsWell() throws Exception {
    Upstream.Answer full = Upstream.text(503, "no more orders for the moment");
    orders.answers(exchange -> {
      exchange.getResponseHeaders().set("Orrery-Refused-By", "admission");
      full.to(exchange);
    });
    for (int call = 0; call < 20; call++) {
      assertThat(get("/api/orders/1").statusCode()).isEqualTo(503);
    }
    assertThat(breaker().state()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void aFullBulkheadRefusesAtOnceWhileItsNeighbourIsFast() throws Exception {
    guards.change("orders", "deadline", "9s", null);
    CountDownLatch arrived = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    orders.answers(exchange -> {
      arrived.countDown();
      release.await();
      exchange.sendResponseHeaders(204, -1);
    });
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    for (int call = 0; call < 3; call++) {
      held.add(http.sendAsync(to("/api/orders/1").GET().build(), BodyHandlers.ofString()));
    }
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    for (int call = 0; call < 20; call++) {
      HttpResponse<String> refused = get("/api/orders/1");
      problem(refused, 503, "orders", "bulkhead");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(get("/api/products").statusCode()).isEqualTo(200);
    }
    assertThat(breaker().calls()).isZero();
    release.countDown();
    for (CompletableFuture<HttpResponse<String>> call : held) {
      assertThat(call.join().statusCode()).isEqualTo(204);
    }
  }

  @Test
  void whoFindsItFullWaitsForAPlaceWhereThereIsAQueue() throws Exception {
    guards.change("orders", "bulkhead.queue", "1", null);
    guards.change("orders", "bulkhead.patience", "5s", null);
    guards.change("orders", "deadline", "9s", null);
    CountDownLatch release = new CountDownLatch(1);
    orders.answers(exchange -> {
      release.await();
      exchange.sendResponseHeaders(204, -1);
    });
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int call = 0; call < 4; call++) {
      calls.add(http.sendAsync(to("/api/orders/1").GET().build(), BodyHandlers.ofString()));
    }
    await().until(() -> bulkhead().waiting() == 1);
    assertThat(bulkhead().taken()).isEqualTo(3);
    await().untilAsserted(() -> assertThat(orders.requests()).hasSize(3));
    problem(get("/api/orders/1"), 503, "orders", "bulkhead");
    release.countDown();
    for (CompletableFuture<HttpResponse<String>> call : calls) {
      assertThat(call.join().statusCode()).isEqualTo(204);
    }
  }

  @Test
  void oneCallerDoesNotTakeWhatIsForAll() throws Exception {
    guards.change("orders", "bulkhead.caller-share", "50", null);
    guards.change("orders", "deadline", "9s", null);
    CountDownLatch release = new CountDownLatch(1);
    orders.answers(exchange -> {
      release.await();
      exchange.sendResponseHeaders(204, -1);
    });
    List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
    for (int call = 0; call < 2; call++) {
      held.add(http.sendAsync(to("/api/orders/1").GET().build(), BodyHandlers.ofString()));
    }
    await().until(() -> bulkhead().taken() == 2);
    HttpResponse<String> refused = get("/api/orders/1");
    problem(refused, 429, "orders", "caller-share");
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    release.countDown();
    held.forEach(CompletableFuture::join);
  }

  @Test
  void slowCallsOpenTheBreakerThoughTheySucceed() throws Exception {
    guards.change("orders", "breaker.slow-call", "20ms", null);
    CountDownLatch never = new CountDownLatch(1);
    orders.answers(exchange -> {
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
      exchange.sendResponseHeaders(204, -1);
    });
    for (int call = 0; call < 4; call++) {
      assertThat(get("/api/orders/1").statusCode()).isEqualTo(204);
    }
    problem(get("/api/orders/1"), 503, "orders", "circuit-breaker");
  }

  @Test
  void whoDoesNotAnswerInTimeIsGivenUp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    orders.answers(exchange -> release.await());
    HttpResponse<String> answer = get("/api/orders/1");
    problem(answer, 504, "orders", "deadline");
    assertThat(answer.body()).contains("within 500 ms");
    assertThat(breaker().failedCalls()).isEqualTo(1);
    release.countDown();
  }

  @Test
  void aConnectionThatBreaksIsABadGateway() throws Exception {
    orders.answers(exchange -> {
      throw new IOException("gone");
    });
    problem(
        send(to("/api/orders").POST(BodyPublishers.ofString("{}"))), 502, "orders", "connection");
  }

  private GuardReport.BulkheadState bulkhead() {
    return Objects.requireNonNull(guards.guard("orders")).bulkhead();
  }

  @Test
  void aServiceWithNoInstanceIsUnavailable() throws Exception {
    HttpResponse<String> answer = get("/api/payments/1");
    problem(answer, 503, "payments", "registry");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
  }
}
