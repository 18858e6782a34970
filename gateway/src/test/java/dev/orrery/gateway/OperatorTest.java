package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Guards are seen, and changed while they stand. */
class OperatorTest extends BehindGateway {

  private static final String CONFIGURATION = "pushed";

  @Autowired ConfigurableEnvironment environment;
  @Autowired ApplicationEventPublisher events;

  @AfterEach
  void withdraw() {
    environment.getPropertySources().remove(CONFIGURATION);
    events.publishEvent(new EnvironmentChangeEvent(Set.of("orrery.guards")));
  }

  @Test
  void everyRouteIsListedWithItsLimitsAndHowThingsStand() throws Exception {
    orders.answers(Upstream.text(500, "broken"));
    for (int call = 0; call < 5; call++) {
      get("/api/orders/1");
    }
    JsonNode routes = json(get("/actuator/guards"));
    assertThat(routes.findValuesAsString("route"))
        .containsExactly(
            "carts",
            "order-events",
            "orders",
            "orders-api",
            "payments",
            "payments-api",
            "products",
            "products-api");
    JsonNode route = json(get("/actuator/guards/orders"));
    assertThat(route.at("/settings/bulkhead/places").asInt()).isEqualTo(3);
    // One said of the route, one of the defaults, one of nobody.
    assertThat(route.at("/settings/deadline").asString()).isEqualTo("PT0.5S");
    assertThat(route.at("/settings/breaker/minimumCalls").asInt()).isEqualTo(4);
    assertThat(route.at("/settings/retry/spare").asInt()).isEqualTo(3);
    assertThat(route.at("/bulkhead/places").asInt()).isEqualTo(3);
    assertThat(route.at("/bulkhead/taken").asInt()).isZero();
    assertThat(route.at("/breaker/state").asString()).isEqualTo("OPEN");
    assertThat(route.at("/breaker/failedCalls").asInt()).isEqualTo(4);
    assertThat(route.at("/breaker/refusedCalls").asInt()).isEqualTo(1);
    assertThat(get("/actuator/guards/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aLimitIsChangedWhileRunningAndBack() throws Exception {
    assertThat(change("{\"setting\": \"deadline\", \"value\": \"2s\"}").statusCode())
        .isEqualTo(200);
    JsonNode changed = json(change("{\"setting\": \"bulkhead.places\", \"value\": \"9\"}"));
    assertThat(changed.at("/settings/deadline").asString()).isEqualTo("PT2S");
    assertThat(changed.at("/bulkhead/places").asInt()).isEqualTo(9);
    assertThat(changed.at("/changed/bulkhead.places").asString()).isEqualTo("9");
    assertThat(send(to("/actuator/guards/orders").DELETE()).statusCode()).isEqualTo(200);
    assertThat(json(get("/actuator/guards/orders")).at("/bulkhead/places").asInt()).isEqualTo(3);
  }

  @Test
  void aWrongOrUnknownSettingIsRefusedAndNothingChanges() throws Exception {
    assertThat(change("{\"setting\": \"bulkhead.places\", \"value\": \"0\"}").statusCode())
        .isEqualTo(400);
    assertThat(change("{\"setting\": \"bulkhead.places\", \"value\": \"many\"}").statusCode())
        .isEqualTo(400);
    assertThat(change("{\"setting\": \"bulkhead.place\", \"value\": \"9\"}").statusCode())
        .isEqualTo(400);
    assertThat(guards.guard("orders").bulkhead().places()).isEqualTo(3);
    assertThat(guards.guard("orders").changed()).isEmpty();
  }

  @Test
  void aBreakerIsHeldOpenByHandAndLeftToItself() throws Exception {
    change("{\"breaker\": \"OPEN\"}");
    problem(get("/api/orders/1"), 503, "orders", "circuit-breaker");
    change("{\"breaker\": \"NONE\"}");
    assertThat(get("/api/orders/1").statusCode()).isEqualTo(200);
  }

  @Test
  void whatWasClosedByHandStaysClosed() throws Exception {
    orders.answers(Upstream.text(500, "broken"));
    await()
        .untilAsserted(() -> {
          get("/api/orders/1");
          assertThat(breaker().state()).isEqualTo(CircuitBreaker.State.OPEN);
        });
    orders.reset();
    await()
        .untilAsserted(() -> {
          get("/api/orders/1");
          assertThat(breaker().state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        });
    change("{\"breaker\": \"NONE\"}");
    // Longer than a half-open breaker waits for its trial calls.
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> breaker().state() == CircuitBreaker.State.CLOSED);
  }

  @Test
  void aChangedConfigurationIsAppliedAndAWrongOneIsNot() {
    configured(Map.of("orrery.guards.routes.orders.bulkhead.places", "5"));
    assertThat(guards.guard("orders").bulkhead().places()).isEqualTo(5);
    configured(Map.of("orrery.guards.routes.orders.bulkhead.places", "-1"));
    assertThat(guards.guard("orders").bulkhead().places()).isEqualTo(5);
    configured(Map.of("orrery.guards.defaults.bulkhead.queue", "77"));
    assertThat(guards.guard("products").settings().bulkhead().queue()).isEqualTo(77);
    assertThat(guards.guard("orders").bulkhead().places()).isEqualTo(3);
  }

  private void configured(Map<String, Object> properties) {
    environment.getPropertySources().remove(CONFIGURATION);
    environment.getPropertySources().addFirst(new MapPropertySource(CONFIGURATION, properties));
    events.publishEvent(new EnvironmentChangeEvent(properties.keySet()));
  }

  private HttpResponse<String> change(String body) throws IOException, InterruptedException {
    return send(
        to("/actuator/guards/orders")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }

  @Test
  void everyInstanceIsListedWithWhatIsKnownOfIt() throws Exception {
    get("/api/orders/1");
    JsonNode services = json(get("/actuator/balance"));
    assertThat(services.findValuesAsString("service")).contains("order-service");
    JsonNode instance =
        services
            .valueStream()
            .filter(service -> service.path("service").asString().equals("order-service"))
            .findFirst()
            .orElseThrow()
            .at("/instances/0");
    assertThat(orders.url()).endsWith(instance.path("instance").asString());
    assertThat(instance.path("latencyMillis").asDouble()).isPositive();
    assertThat(instance.path("callsUnderWay").asInt()).isZero();
    assertThat(instance.path("ejectedMillis").asLong()).isZero();
    assertThat(instance.path("drainingMillis").asLong()).isZero();
  }

  @Test
  void whatIsKeptIsCountedAndOnlyAnOperatorDropsIt() throws Exception {
    JsonNode report = json(get("/actuator/responsecache"));
    assertThat(report.at("/routes/0").asString()).isEqualTo("products");
    assertThat(report.path("most").asLong()).isEqualTo(32 * 1024 * 1024);
    assertThat(send(to("/actuator/responsecache").DELETE()).statusCode()).isEqualTo(405);
  }
}
