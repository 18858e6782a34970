package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.gateway.guard.GuardReport;
import dev.orrery.gateway.guard.GuardsEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
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
      "orrery.guards.defaults.breaker.minimum-calls=4",
      "orrery.guards.defaults.breaker.open-for=300ms",
      "orrery.guards.defaults.breaker.trial-calls=2",
      "orrery.guards.routes.orders.deadline=500ms",
      "server.tomcat.connection-timeout=500ms",
      "orrery.gateway.routes.orders.silence-limit=500ms",
      "orrery.guards.routes.orders.bulkhead.places=3",
      "orrery.guards.routes.orders.bulkhead.queue=0",
      "orrery.guards.routes.orders.bulkhead.caller-share=100",
      "orrery.guards.routes.orders.retry.attempts=1",
      "management.endpoint.guards.access=unrestricted",
      "orrery.guards.routes.order-events.deadline=500ms",
      "orrery.gateway.routes.order-events.silence-limit=2s",
      "orrery.telemetry.traces-per-second=0",
    })
abstract class BehindGateway {

  static final Upstream orders = new Upstream();
  static final Upstream products = new Upstream();

  HttpClient http;

  @LocalServerPort int port;
  @Autowired GuardsEndpoint guards;

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
    for (GuardReport guard : guards.guards()) {
      guards.reset(guard.route());
      guards.change(guard.route(), null, null, GuardsEndpoint.Force.NONE);
    }
  }

  @AfterEach
  void hangUp() {
    http.shutdownNow();
  }

  @AfterEach
  void everyPlaceIsFreeAgain() {
    await()
        .untilAsserted(() ->
            assertThat(guards.guards())
                .hasSize(8)
                .allSatisfy(guard -> {
                  assertThat(guard.bulkhead().taken()).as(guard.route()).isZero();
                  assertThat(guard.bulkhead().waiting()).as(guard.route()).isZero();
                  assertThat(guard.bulkhead().callers()).as(guard.route()).isZero();
                }));
  }

  GuardReport.BreakerState breaker() {
    return Objects.requireNonNull(guards.guard("orders")).breaker();
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
