package dev.orrery.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A payment service that is dead, and an order service that has room for eight orders. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "orrery.messaging.topic-prefix=admission-test.",
      "orrery.messaging.flow-interval=50ms",
      "orrery.placement.admission.high-water=8",
      "orrery.placement.admission.low-water=2",
      "eureka.client.enabled=false",
      "orrery.telemetry.traces-per-second=0"
    })
@Import(Participants.class)
class AdmissionTest {
  private static final InventoryStub INVENTORY = new InventoryStub();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration A_WHILE = Duration.ofSeconds(1);

  @LocalServerPort int port;
  @Autowired JsonMapper json;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(AdmissionTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("spring.grpc.client.channel.inventory.target", INVENTORY::target);
  }

  @AfterEach
  void paymentIsBack() {
    Participants.paymentIsAway = false;
  }

  @Test
  void aDeadParticipantStopsItsOwnSagasAndThenTheDoorAndNothingElse() throws Exception {
    Participants.paymentIsAway = true;
    List<String> held = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      held.add(location(place("held-" + i, "ORR-1")));
    }
    String unharmed = location(place("unharmed", Participants.SCARCE));
    await().until(() -> state(unharmed).equals("REJECTED"));

    held.add(location(place("last-but-one", "ORR-1")));
    held.add(location(place("last", "ORR-1")));
    HttpResponse<String> refused = place("refused", "ORR-1");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(refused.headers().firstValue("Orrery-Refused-By")).hasValue("admission");
    assertThat(json.readTree(refused.body()).at("/detail").asString()).contains("Too many orders");
    // Whoever has been accepted is answered, and asks in vain for no second order.
    assertThat(location(place("held-0", "ORR-1"))).isEqualTo(held.getFirst());
    await().during(A_WHILE).until(() -> place("refused", "ORR-1").statusCode() == 503);
    assertThat(get("/actuator/prometheus").body())
        .containsPattern("orrery_flow_closed\\{[^}]*gate=\"orders.sagas\"[^}]*} 1");

    Participants.paymentIsAway = false;
    for (String order : held) {
      await().atMost(Duration.ofMinutes(1)).until(() -> state(order).equals("CONFIRMED"));
    }
    await().until(() -> place("refused", "ORR-1").statusCode() != 503);
    String late = location(place("refused", "ORR-1"));
    await().until(() -> state(late).equals("CONFIRMED"));
  }

  private String location(HttpResponse<String> placed) {
    assertThat(placed.statusCode()).as(placed.body()).isIn(201, 202);
    return placed.headers().firstValue("Location").orElseThrow();
  }

  private String state(String location) throws Exception {
    JsonNode order = json.readTree(get(location).body());
    return order.at("/state").asString();
  }

  private HttpResponse<String> place(String key, String sku) throws Exception {
    String customer = UUID.nameUUIDFromBytes(new byte[] {1}).toString();
    return HTTP.send(
        HttpRequest.newBuilder(uri("/api/orders"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(
                BodyPublishers.ofString(
                    """
                    {"customerId":"%s","lines":[{"sku":"%s","quantity":1}],
                     "paymentMethod":"tok_visa"}
                    """
                        .formatted(customer, sku)))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
