package dev.orrery.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Command;
import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.OrderEvent.OrderAbandoned;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Subscription;
import dev.orrery.order.SteeredParticipants.Steering;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders whose saga an operator gives up, over HTTP, Kafka and Postgres. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(SteeredParticipants.class)
class OrderAbandonmentTest {
  private static final int RACES = 32;
  private static final String REASON = "voided by hand, case 4711";
  private static final InventoryStub INVENTORY = new InventoryStub();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired JsonMapper json;
  @Autowired MeterRegistry meters;
  @Autowired Steering participants;
  @Autowired Told told;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(OrderAbandonmentTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> "abandonment-test.");
    registry.add("spring.grpc.client.channel.inventory.target", INVENTORY::target);
    registry.add("eureka.client.enabled", () -> "false");
    registry.add("orrery.telemetry.traces-per-second", () -> "0");
  }

  record Told(List<OrderAbandoned> events) {
    List<OrderAbandoned> of(UUID order) {
      return events.stream().filter(event -> event.orderId().equals(order)).toList();
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    Told told() {
      return new Told(new CopyOnWriteArrayList<>());
    }

    @Bean
    Subscription<OrderEvent> events(Told told) {
      return Subscription.inbox(
          Topics.ORDER_EVENTS,
          "test-events",
          OrderEvent.class,
          batch ->
              batch.stream()
                  .map(Inbound::payload)
                  .filter(OrderAbandoned.class::isInstance)
                  .map(OrderAbandoned.class::cast)
                  .forEach(told.events()::add));
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ReserveStock.class,
        AuthorizePayment.class,
        CapturePayment.class,
        CommitReservation.class
      })
  void anOrderWhosePlacementIsGivenUpHasEndedAndALateAnswerIsShownAndMovesNothing(
      Class<? extends Command> step) {
    UUID id = placedAndHeldAt(step);
    String saga = order(id).at("/saga/id").asString();
    CompletableFuture<HttpResponse<String>> stream =
        HTTP.sendAsync(get("/api/orders/" + id + "/events"), BodyHandlers.ofString());
    Set<Class<? extends Command>> sent = participants.kinds(id);
    double lateAnswers = answersAfterTheEnd();

    read(abandon(saga), 200);
    JsonNode abandoned = order(id);
    participants.letGo(id);

    assertThat(abandoned.at("/state").asString()).isEqualTo("ABANDONED");
    assertThat(abandoned.at("/reason").asString()).isEqualTo(REASON);
    assertThat(stream.join().body()).contains("event:ABANDONED");
    await().until(() -> order(id).findValues("outcome").stream().noneMatch(JsonNode::isNull));
    assertThat(answersAfterTheEnd()).isGreaterThan(lateAnswers);
    assertThat(states(id)).containsExactly("PENDING", "ABANDONED");
    assertThat(participants.kinds(id)).isEqualTo(sent);
    await().untilAsserted(() -> assertThat(told.of(id)).hasSize(1));
    assertThat(told.of(id).getFirst().reason()).isEqualTo(REASON);
    assertRefused(post("/api/orders/" + id + "/cancel", "{}"));
    assertRefused(post("/api/orders/" + id + "/ship", ""));
    assertThat(read(abandon(saga), 409).at("/state").asString()).isEqualTo("ABANDONED");
  }

  @Test
  void anOrderThatIsBeingCancelledIsGivenUpWithTheSagaThatPlacesIt() {
    UUID id = placedAndHeldAt(CapturePayment.class);
    read(post("/api/orders/" + id + "/cancel", "{}"), 202);

    read(abandon(order(id).at("/saga/id").asString()), 200);
    participants.letGo(id);

    assertThat(states(id)).containsExactly("PENDING", "CANCELLING", "ABANDONED");
    assertThat(order(id).at("/cancellation").isNull()).isTrue();
    assertRefused(post("/api/orders/" + id + "/cancel", "{}"));
  }

  @Test
  void anOrderWhoseCancellationIsGivenUpHasEnded() {
    UUID id = place();
    await().until(() -> order(id).at("/state").asString().equals("CONFIRMED"));
    participants.holdBack(RefundPayment.class);
    read(post("/api/orders/" + id + "/cancel", "{}"), 202);
    await().until(() -> participants.isHeldBack(id));

    read(abandon(order(id).at("/cancellation/id").asString()), 200);
    participants.letGo(id);

    assertThat(states(id)).containsExactly("PENDING", "CONFIRMED", "CANCELLING", "ABANDONED");
    assertThat(order(id).at("/reason").asString()).isEqualTo(REASON);
    assertRefused(post("/api/orders/" + id + "/cancel", "{}"));
  }

  /** The operator, the customer and the participants' answers meet at all steps of the saga. */
  @Test
  void givenUpCancelledAndPlacedAtOnceAnOrderEndsInOneWay() {
    List<UUID> orders = IntStream.range(0, RACES).mapToObj(i -> place()).toList();

    IntStream.range(0, RACES).parallel().forEach(i -> race(orders.get(i), i));

    for (UUID id : orders) {
      String end =
          await()
              .atMost(30, TimeUnit.SECONDS)
              .until(() -> order(id).at("/state").asString(), state -> !state.equals("CANCELLING"));
      assertThat(end).isIn("CANCELLED", "ABANDONED");
      await().untilAsserted(() -> assertThat(told.of(id)).hasSize(end.equals("ABANDONED") ? 1 : 0));
    }
  }

  private void race(UUID id, int number) {
    String saga = order(id).at("/saga/id").asString();
    for (int look = 0; look < number % 6; look++) {
      order(id);
    }
    var cancelling =
        HTTP.sendAsync(posted("/api/orders/" + id + "/cancel", ""), BodyHandlers.ofString());
    HttpResponse<String> abandoned = abandon(saga);
    HttpResponse<String> cancelled = cancelling.join();
    assertThat(abandoned.statusCode()).as(abandoned.body()).isIn(200, 409);
    assertThat(cancelled.statusCode()).as(cancelled.body()).isIn(200, 202, 409);
  }

  private UUID placedAndHeldAt(Class<? extends Command> step) {
    participants.holdBack(step);
    UUID id = place();
    await().until(() -> participants.isHeldBack(id));
    return id;
  }

  private UUID place() {
    String body =
        """
        {"customerId":"%s","lines":[{"sku":"ORR-1","quantity":2}],"paymentMethod":"tok_visa"}\
        """
            .formatted(UUID.randomUUID());
    return UUID.fromString(read(post("/api/orders", body), 202).at("/id").asString());
  }

  private JsonNode order(UUID id) {
    return read(send(get("/api/orders/" + id)), 200);
  }

  private List<String> states(UUID id) {
    return order(id).at("/history").values().stream()
        .map(past -> past.at("/state").asString())
        .toList();
  }

  private HttpResponse<String> abandon(String saga) {
    return post(
        "/api/sagas/" + saga + "/abandon", "{\"operator\":\"ada\",\"reason\":\"" + REASON + "\"}");
  }

  private double answersAfterTheEnd() {
    return meters.get("orrery.saga.abandoned.answers").tag("saga", "place-order").counter().count();
  }

  private void assertRefused(HttpResponse<String> answer) {
    JsonNode problem = read(answer, 409);
    assertThat(problem.at("/state").asString()).isEqualTo("ABANDONED");
    assertThat(problem.at("/allowedMoves").values()).isEmpty();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  private HttpRequest posted(String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> post(String path, String body) {
    return send(posted(path, body));
  }

  private static HttpResponse<String> send(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString()).orTimeout(30, TimeUnit.SECONDS).join();
  }

  private JsonNode read(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return json.readTree(response.body());
  }
}
