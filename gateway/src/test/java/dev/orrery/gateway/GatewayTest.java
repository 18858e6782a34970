package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway on a real port, in front of real servers, with limits small enough to reach. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "eureka.client.enabled=false",
      "orrery.gateway.breaker.minimum-calls=4",
      "orrery.gateway.breaker.open-for=300ms",
      "orrery.gateway.breaker.trial-calls=2",
      "orrery.gateway.routes.orders.time-limit=500ms",
      "server.tomcat.connection-timeout=500ms",
      "orrery.gateway.routes.orders.silence-limit=500ms",
      "orrery.gateway.routes.orders.max-concurrent-calls=3",
      "orrery.gateway.routes.order-events.time-limit=500ms",
      "orrery.gateway.routes.order-events.silence-limit=2s",
      "orrery.telemetry.traces-per-second=0",
    })
class GatewayTest {

  private static final Upstream orders = new Upstream();
  private static final Upstream products = new Upstream();

  private HttpClient http;

  @LocalServerPort private int port;
  @Autowired private Guards guards;

  @DynamicPropertySource
  static void instances(DynamicPropertyRegistry properties) {
    String simple = "spring.cloud.discovery.client.simple.instances.";
    properties.add(simple + "order-service[0].uri", orders::url);
    properties.add(simple + "inventory-service[0].uri", products::url);
  }

  @BeforeEach
  void reset() {
    http = HttpClient.newHttpClient();
    orders.reset();
    products.reset();
    guards.breakers().getAllCircuitBreakers().forEach(CircuitBreaker::reset);
  }

  @AfterEach
  void hangUp() {
    http.shutdownNow();
  }

  @AfterEach
  void everyPlaceIsFreeAgain() {
    await()
        .untilAsserted(() ->
            assertThat(guards.bulkheads().getAllBulkheads())
                .allSatisfy(bulkhead ->
                    assertThat(free(bulkhead))
                        .as(bulkhead.getName())
                        .isEqualTo(bulkhead.getBulkheadConfig().getMaxConcurrentCalls())));
  }

  private static int free(Bulkhead bulkhead) {
    return bulkhead.getMetrics().getAvailableConcurrentCalls();
  }

  @AfterAll
  static void close() {
    orders.close();
    products.close();
  }

  @Test
  void relaysRequestAndAnswerUnchanged() throws Exception {
    orders.answers(exchange -> {
      String asked =
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Idempotency-Key")
              + " "
              + exchange.getRequestHeaders().getFirst("Content-Length")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Location", "/api/orders/7");
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] body = asked.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(202, body.length);
      exchange.getResponseBody().write(body);
    });
    HttpResponse<String> answer =
        send(
            to("/api/orders?sku=A%26B&sku=C")
                .header("Idempotency-Key", "k1")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"ü\":1}")));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/orders/7");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo("POST /api/orders?sku=A%26B&sku=C k1 8 {\"ü\":1}");
  }

  @Test
  void aFormIsRelayedAsItIs() throws Exception {
    orders.answers(exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    });
    HttpResponse<String> answer =
        send(
            to("/api/orders?x=1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("b=2&a=1")));
    assertThat(answer.body()).isEqualTo("b=2&a=1");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 409, 422, 500, 503})
  void whatTheUpstreamRefusesPassesThrough(int status) throws Exception {
    orders.answers(exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
      exchange.getResponseHeaders().set("Retry-After", "9");
      byte[] body = "{\"detail\":\"theirs\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    });
    HttpResponse<String> answer = get("/api/orders/1");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("{\"detail\":\"theirs\"}");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("9");
  }

  @Test
  void theBreakerOpensOnFailuresAndClosesWhenTheUpstreamIsWell() throws Exception {
    orders.answers(Upstream.text(500, "broken"));
    for (int call = 0; call < 4; call++) {
      assertThat(get("/api/orders/1").statusCode()).isEqualTo(500);
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
          assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        });
  }

  @Test
  void theBreakerOpensAgainWhenTheTrialFails() throws Exception {
    orders.answers(Upstream.text(503, "broken"));
    await()
        .untilAsserted(() -> {
          get("/api/orders/1");
          assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
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
    assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void aFullBulkheadRefusesAtOnceWhileItsNeighbourIsFast() throws Exception {
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
    arrived.await();
    for (int call = 0; call < 20; call++) {
      HttpResponse<String> refused = get("/api/orders/1");
      problem(refused, 503, "orders", "bulkhead");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(get("/api/products").statusCode()).isEqualTo(200);
    }
    assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
    release.countDown();
    for (CompletableFuture<HttpResponse<String>> call : held) {
      assertThat(call.join().statusCode()).isEqualTo(204);
    }
  }

  @Test
  void whoDoesNotAnswerInTimeIsGivenUp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    orders.answers(exchange -> release.await());
    HttpResponse<String> answer = get("/api/orders/1");
    problem(answer, 504, "orders", "time-limit");
    assertThat(answer.body()).contains("within 500 ms");
    assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    release.countDown();
  }

  @Test
  void anAnswerThatStopsBeforeAnyOfItWasRelayedIsReplaced() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    orders.answers(exchange -> {
      exchange.getResponseHeaders().set("X-Half", "yes");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      release.await();
    });
    HttpResponse<String> answer = get("/api/orders/1");
    problem(answer, 504, "orders", "time-limit");
    assertThat(answer.headers().firstValue("X-Half")).isEmpty();
    release.countDown();
  }

  @Test
  void anAnswerThatStopsHalfwayIsNotPassedOffAsWhole() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    orders.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(new byte[100_000]);
      exchange.getResponseBody().flush();
      release.await();
    });
    assertThatThrownBy(() -> get("/api/orders/1")).isInstanceOf(IOException.class);
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

  @Test
  void aServiceWithNoInstanceIsUnavailable() throws Exception {
    HttpResponse<String> answer = get("/api/payments/1");
    problem(answer, 503, "payments", "registry");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
  }

  @Test
  void eventsArriveOneByOneForLongerThanTheTimeLimit() throws Exception {
    LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    orders.answers(stream(events));
    HttpResponse<InputStream> stream =
        http.send(to("/api/orders/1/events").GET().build(), BodyHandlers.ofInputStream());
    try (var reader =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      long start = System.nanoTime();
      for (int event = 0; event < 4; event++) {
        events.put("data: " + event + "\n\n");
        assertThat(reader.readLine()).isEqualTo("data: " + event);
        assertThat(reader.readLine()).isEmpty();
        pause(start, Duration.ofMillis(200L * (event + 1)));
      }
      events.put("");
      assertThat(reader.readLine()).isNull();
    }
  }

  @Test
  void aStreamWhoseReaderLeftIsLetGo() throws Exception {
    LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    CountDownLatch noticed = new CountDownLatch(1);
    Upstream.Answer stream = stream(events);
    orders.answers(exchange -> {
      try {
        stream.to(exchange);
      } catch (IOException e) {
        noticed.countDown();
      }
    });
    HttpResponse<InputStream> reader =
        http.send(to("/api/orders/1/events").GET().build(), BodyHandlers.ofInputStream());
    reader.body().close();
    await()
        .untilAsserted(() -> {
          events.put(": heartbeat\n\n");
          assertThat(noticed.getCount()).isZero();
        });
  }

  @Test
  void aSilentStreamIsLetGo() throws Exception {
    orders.answers(stream(new LinkedBlockingQueue<>()));
    HttpResponse<InputStream> silent =
        http.send(to("/api/orders/1/events").GET().build(), BodyHandlers.ofInputStream());
    try (InputStream body = silent.body()) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aBodyOfTenMegabytesIsRefused() throws Exception {
    byte[] large = new byte[10_000_000];
    JsonNode declared =
        problem(send(to("/api/orders").POST(BodyPublishers.ofByteArray(large))), 413);
    assertThat(declared.path("detail").asString()).contains("131072 bytes");
    problem(
        send(
            to("/api/orders")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
        413);
    assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isZero();
  }

  @Test
  void aCallerWhoNeverSendsItsBodyIsToldAndTheUpstreamNotBlamed() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(5_000);
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(reader.readLine()).startsWith("HTTP/1.1 408");
    }
    assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/..;/..;/actuator/env",
        "/api/orders/%2e%2e/%2e%2e/actuator/env",
        "/api/orders/../../v3/api-docs/..;/x",
        "/api/orders//1",
        "/api/orders/1;x=y",
      })
  void aPathThatCanBeReadInTwoWaysIsRefused(String path) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(5_000);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
    assertThat(orders.requests()).isEmpty();
  }

  @Test
  void anUnknownPathIsNotFound() throws Exception {
    problem(get("/api/nothing"), 404);
    problem(get("/api/orders-and-more"), 404);
  }

  @Test
  void theDoorLeadsToTheDocumentsOfEveryService() throws Exception {
    assertThat(get("/").headers().firstValue("Location").orElseThrow())
        .endsWith("/swagger-ui.html");
    orders.answers(
        exchange -> Upstream.text(200, exchange.getRequestHeaders().getFirst("Host")).to(exchange));
    assertThat(get("/api-docs/orders").body()).isEqualTo("127.0.0.1:" + port);
    assertThat(orders.requests()).containsExactly("GET /v3/api-docs");
    try (HttpClient browser =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpResponse<String> page = browser.send(to("/").GET().build(), BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Swagger UI");
    }
    assertThat(get("/v3/api-docs/swagger-config").body())
        .contains("/api-docs/orders", "/api-docs/products", "/api-docs/payments");
  }

  @Test
  void metricsTellTheStateOfEveryGuard() throws Exception {
    get("/api/orders/1");
    assertThat(get("/actuator/prometheus").body())
        .contains(
            "resilience4j_circuitbreaker_state{",
            "resilience4j_bulkhead_available_concurrent_calls{",
            "http_server_requests_seconds_count{",
            "uri=\"/api/orders/**\"");
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
  }

  private static Upstream.Answer stream(LinkedBlockingQueue<String> events) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
      for (String event = events.take(); !event.isEmpty(); event = events.take()) {
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    };
  }

  private static void pause(long start, Duration until) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> System.nanoTime() - start > until.toNanos());
  }

  private CircuitBreaker breaker() {
    return guards.breakers().circuitBreaker("orders");
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    return new JsonMapper().readTree(answer.body());
  }

  private static void problem(HttpResponse<String> answer, int status, String route, String guard) {
    JsonNode problem = problem(answer, status);
    assertThat(problem.path("route").asString()).isEqualTo(route);
    assertThat(problem.path("guard").asString()).isEqualTo(guard);
    assertThat(problem.path("type").asString()).isEqualTo("urn:orrery:problem:" + guard);
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("instance").asString()).startsWith("/api/");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path).GET());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
