package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
abstract class BehindGateway {

  static final Upstream orders = new Upstream();
  static final Upstream products = new Upstream();

  HttpClient http;

  @LocalServerPort int port;
  @Autowired Guards guards;

  @DynamicPropertySource
  static void instances(DynamicPropertyRegistry properties) {
    String simple = "spring.cloud.discovery.client.simple.instances.";
    properties.add(simple + "order-service[0].uri", orders::url);
    properties.add(simple + "inventory-service[0].uri", products::url);
  }

  /** The first request of all also sets up balancing, which a busy machine may need time for. */
  @BeforeEach
  void warmAndReset() {
    http = HttpClient.newHttpClient();
    orders.reset();
    products.reset();
    await()
        .ignoreExceptions()
        .until(() ->
            get("/api/orders").statusCode() == 200 && get("/api/products").statusCode() == 200);
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

  CircuitBreaker breaker() {
    return guards.breakers().circuitBreaker("orders");
  }

  static JsonNode problem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    return new JsonMapper().readTree(answer.body());
  }

  static void problem(HttpResponse<String> answer, int status, String route, String guard) {
    JsonNode problem = problem(answer, status);
    assertThat(problem.path("route").asString()).isEqualTo(route);
    assertThat(problem.path("guard").asString()).isEqualTo(guard);
    assertThat(problem.path("type").asString()).isEqualTo("urn:orrery:problem:" + guard);
    assertThat(problem.path("detail").asString()).isNotBlank();
    assertThat(problem.path("instance").asString()).startsWith("/api/");
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path).GET());
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
