package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Ten thousand calls that end in every way there is; {@link #everyPlaceIsFreeAgain} follows. */
@TestPropertySource(
    properties = {
      "orrery.guards.routes.orders.deadline=150ms",
      "orrery.guards.routes.orders.bulkhead.places=40",
      "orrery.guards.routes.orders.bulkhead.queue=20",
      "orrery.guards.routes.orders.bulkhead.patience=50ms",
      "orrery.guards.routes.orders.retry.attempts=2",
      "orrery.guards.routes.orders.breaker.minimum-calls=100000",
      "orrery.gateway.routes.orders.silence-limit=100ms",
    })
class OverloadTest extends BehindGateway {

  private static final int CALLS = 10_000;
  private static final int AT_ONCE = 48;

  private final ConcurrentHashMap<String, LongAdder> ended = new ConcurrentHashMap<>();

  @Test
  void ofTenThousandCallsAThirdIsCancelledAndAThirdTimesOutAndNothingLeaks() throws Exception {
    orders.answers(OverloadTest::answer);
    Semaphore underWay = new Semaphore(AT_ONCE);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int call = 0; call < CALLS; call++) {
        HttpRequest request = request(call);
        underWay.acquire();
        callers.execute(() -> {
          ended.computeIfAbsent(call(request), _ -> new LongAdder()).increment();
          underWay.release();
        });
      }
    }
    assertThat(ended.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(CALLS);
    // Every kind of end was there, in its hundreds.
    assertThat(ended)
        .hasEntrySatisfying("200", times -> assertThat(times.sum()).isGreaterThan(500))
        .hasEntrySatisfying("504 deadline", times -> assertThat(times.sum()).isGreaterThan(500))
        .hasEntrySatisfying(
            "HttpTimeoutException", times -> assertThat(times.sum()).isGreaterThan(500));
  }

  private HttpRequest request(int call) {
    return switch (call % 6) {
      case 0, 3 -> to("/api/orders/answered").build();
      // The client hangs up, before the head of the answer and within its body.
      case 1 -> to("/api/orders/slow").timeout(Duration.ofMillis(40)).build();
      case 4 -> to("/api/orders/stuck").timeout(Duration.ofMillis(40)).build();
      case 2 -> to("/api/orders/slow").POST(BodyPublishers.ofString("{}")).build();
      default -> to("/api/orders/stuck").build();
    };
  }

  private String call(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? "200"
          : answer.statusCode()
              + " "
              + new JsonMapper().readTree(answer.body()).path("guard").asString();
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.getClass().getSimpleName();
    }
  }

  private static void answer(HttpExchange exchange) throws Exception {
    switch (exchange.getRequestURI().getPath()) {
      case "/api/orders/answered" -> Upstream.text(200, "ok").to(exchange);
      case "/api/orders/slow" -> forHalfASecond();
      default -> {
        exchange.sendResponseHeaders(200, 100_000);
        exchange.getResponseBody().write(new byte[20_000]);
        exchange.getResponseBody().flush();
        forHalfASecond();
      }
    }
  }

  private static void forHalfASecond() throws InterruptedException {
    assertThat(new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS)).isFalse();
  }
}
