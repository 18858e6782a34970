package dev.orrery.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Command;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.order.SteeredParticipants.Steering;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders cancelled at every point of their life, over HTTP, Kafka and Postgres. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(SteeredParticipants.class)
class OrderCancellationTest {
  private static final int RACES = 48;
  private static final InventoryStub INVENTORY = new InventoryStub();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired JsonMapper json;
  @Autowired JdbcClient jdbc;
  @Autowired Steering participants;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(OrderCancellationTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> "cancellation-test.");
    registry.add("spring.grpc.client.channel.inventory.target", INVENTORY::target);
    registry.add("eureka.client.enabled", () -> "false");
    registry.add("orrery.telemetry.traces-per-second", () -> "0");
  }

  @ParameterizedTest
  @ValueSource(classes = {ReserveStock.class, AuthorizePayment.class})
  void whatIsCancelledBeforeItsMoneyIsAskedForIsUndoneAndNeverCharged(
      Class<? extends Command> step) {
    UUID id = placedAndHeldAt(step);

    JsonNode cancelling = read(cancel(id, "{\"reason\":\"changed_my_mind\"}"), 202);
    participants.letGo(id);

    assertThat(cancelling.at("/state").asString()).isEqualTo("CANCELLING");
    JsonNode cancelled = until(id, "CANCELLED");
    assertThat(cancelled.at("/reason").asString()).isEqualTo("changed_my_mind");
    assertThat(states(id)).containsExactly("PENDING", "CANCELLING", "CANCELLED");
    assertThat(cancelled.at("/saga/state").asString()).isEqualTo("ROLLED_BACK");
    assertThat(cancelled.at("/cancellation").isNull()).isTrue();
    assertThat(participants.kinds(id))
        .contains(ReleaseStock.class)
        .doesNotContain(CapturePayment.class, RefundPayment.class, ReturnStock.class);
    assertThat(participants.kinds(id).contains(VoidAuthorization.class))
        .isEqualTo(step.equals(AuthorizePayment.class));
  }

  @ParameterizedTest
  @ValueSource(classes = {CapturePayment.class, CommitReservation.class})
  void whatIsCancelledOnceItsMoneyIsAskedForIsPlacedAndThenTakenBack(
      Class<? extends Command> step) {
    UUID id = placedAndHeldAt(step);

    JsonNode cancelling = read(cancel(id, ""), 202);
    assertThat(cancelling.at("/state").asString()).isEqualTo("CANCELLING");
    assertThat(cancelling.at("/cancellation").isNull()).isTrue();
    assertRefused(ship(id), "CANCELLING", "close", "abandon");
    participants.letGo(id);

    JsonNode cancelled = until(id, "CANCELLED");
    assertThat(states(id)).containsExactly("PENDING", "CANCELLING", "CANCELLED");
    assertThat(cancelled.at("/saga/state").asString()).isEqualTo("COMPLETED");
    assertThat(cancelled.at("/cancellation/name").asString()).isEqualTo("cancel-order");
    assertThat(cancelled.at("/cancellation/state").asString()).isEqualTo("COMPLETED");
    assertThat(participants.kinds(id)).isEqualTo(allTheWayAndBack());
  }

  @Test
  void aConfirmedOrderIsCancelledOnceHoweverOftenThatIsAsked() {
    UUID id = confirmed();
    participants.holdBack(RefundPayment.class);

    JsonNode first = read(cancel(id, "{}"), 202);
    JsonNode second = read(cancel(id, "{\"reason\":\"again\"}"), 202);
    await().until(() -> participants.isHeldBack(id));
    CompletableFuture<HttpResponse<String>> stream =
        HTTP.sendAsync(
            HttpRequest.newBuilder(uri("/api/orders/" + id + "/events")).build(),
            BodyHandlers.ofString());
    assertThat(read(get(id, ""), 200).at("/state").asString()).isEqualTo("CANCELLING");
    participants.letGo(id);

    assertThat(first.at("/reason").asString()).isEqualTo("cancelled_by_customer");
    assertThat(second.at("/version").asInt()).isEqualTo(first.at("/version").asInt());
    assertThat(stream.join().body()).contains("event:CANCELLED");
    JsonNode cancelled = until(id, "CANCELLED");
    assertThat(cancelled.at("/reason").asString()).isEqualTo("cancelled_by_customer");
    assertThat(states(id)).containsExactly("PENDING", "CONFIRMED", "CANCELLING", "CANCELLED");
    assertThat(participants.kinds(id)).isEqualTo(allTheWayAndBack());
    assertThat(cancellationsOf(id)).isEqualTo(1);
    assertThat(read(cancel(id, ""), 200).at("/state").asString()).isEqualTo("CANCELLED");
    assertRefused(ship(id), "CANCELLED");
  }

  @Test
  void whatIsShippedOrRejectedIsNotCancelledAnyMore() {
    UUID shipped = confirmed();
    read(ship(shipped), 200);
    UUID rejected = place("tok_declined");
    until(rejected, "REJECTED");

    assertRefused(cancel(shipped, ""), "SHIPPED");
    assertRefused(cancel(rejected, ""), "REJECTED");
    assertThat(participants.kinds(shipped)).doesNotContain(RefundPayment.class, ReturnStock.class);
    read(cancel(UUID.randomUUID(), ""), 404);
    read(cancel(shipped, "{\"reason\":\"Changed my mind\"}"), 400);
    read(cancel(shipped, "{\"reason\":\"" + "x".repeat(61) + "\"}"), 400);
    read(cancel(shipped, "{"), 400);
  }

  /** Two who cancel and one who ships meet each other and the saga, at all of its steps. */
  @Test
  void cancelledTwiceShippedAndPlacedAtOnceAnOrderIsOneThingInTheEnd() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> races =
          IntStream.range(0, RACES)
              .<Future<?>>mapToObj(i -> threads.submit(() -> race(i)))
              .toList();
      for (Future<?> race : races) {
        race.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private Void race(int number) throws Exception {
    UUID id = place("tok_visa");
    List<HttpResponse<String>> cancels = new ArrayList<>();
    HttpResponse<String> shipping;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<HttpResponse<String>> cancel =
          () -> {
            // Looking on takes time, so that races begin at different steps.
            for (int look = 0; look < number % 12; look++) {
              get(id, "");
            }
            return cancel(id, "");
          };
      List<Future<HttpResponse<String>>> asked =
          List.of(threads.submit(cancel), threads.submit(cancel));
      Future<HttpResponse<String>> ship = threads.submit(() -> shipOnceItIsPlaced(id));
      for (Future<HttpResponse<String>> one : asked) {
        cancels.add(one.get());
      }
      shipping = ship.get();
    }
    if (shipping.statusCode() == 200) {
      cancels.forEach(refused -> assertRefused(refused, "SHIPPED"));
      assertThat(states(id)).containsExactly("PENDING", "CONFIRMED", "SHIPPED");
      assertThat(participants.kinds(id)).isEqualTo(allTheWay());
      assertThat(cancellationsOf(id)).isZero();
    } else {
      assertThat(shipping.statusCode()).isEqualTo(409);
      assertThat(cancels)
          .as("shipping says " + shipping.body())
          .allSatisfy(
              accepted -> assertThat(accepted.statusCode()).as(accepted.body()).isIn(200, 202));
      until(id, "CANCELLED");
      assertThat(states(id).stream().filter(state -> !state.equals("CONFIRMED")))
          .containsExactly("PENDING", "CANCELLING", "CANCELLED");
      boolean isCharged = participants.kinds(id).contains(CapturePayment.class);
      assertThat(cancellationsOf(id)).isEqualTo(isCharged ? 1 : 0);
      if (isCharged) {
        assertThat(participants.kinds(id)).isEqualTo(allTheWayAndBack());
      } else {
        assertThat(participants.kinds(id))
            .contains(ReserveStock.class, ReleaseStock.class)
            .doesNotContain(RefundPayment.class, ReturnStock.class);
      }
    }
    return null;
  }

  /** Presses the button until it is told something else than that the order is not yet placed. */
  private HttpResponse<String> shipOnceItIsPlaced(UUID id) {
    return await()
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(
            () -> ship(id),
            answer ->
                answer.statusCode() != 409
                    || !read(answer, 409).at("/state").asString().equals("PENDING"));
  }

  private UUID placedAndHeldAt(Class<? extends Command> step) {
    participants.holdBack(step);
    UUID id = place("tok_visa");
    await().until(() -> participants.isHeldBack(id));
    return id;
  }

  private UUID confirmed() {
    UUID id = place("tok_visa");
    until(id, "CONFIRMED");
    return id;
  }

  private UUID place(String paymentMethod) {
    String body =
        """
        {"customerId":"%s","lines":[{"sku":"ORR-1","quantity":2}],"paymentMethod":"%s"}\
        """
            .formatted(UUID.randomUUID(), paymentMethod);
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/orders"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString(body))
            .build();
    return UUID.fromString(read(send(request), 202).at("/id").asString());
  }

  private HttpResponse<String> cancel(UUID id, String body) {
    return send(
        HttpRequest.newBuilder(uri("/api/orders/" + id + "/cancel"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpResponse<String> ship(UUID id) {
    return send(
        HttpRequest.newBuilder(uri("/api/orders/" + id + "/ship"))
            .POST(BodyPublishers.noBody())
            .build());
  }

  private HttpResponse<String> get(UUID id, String path) {
    return send(HttpRequest.newBuilder(uri("/api/orders/" + id + path)).build());
  }

  private JsonNode until(UUID id, String state) {
    return await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> read(get(id, ""), 200), order -> order.at("/state").asString().equals(state));
  }

  private List<String> states(UUID id) {
    return read(get(id, "/history"), 200).at("/history").values().stream()
        .map(past -> past.at("/state").asString())
        .toList();
  }

  private long cancellationsOf(UUID id) {
    return jdbc.sql(
            "select count(*) from saga_instance"
                + " where name = 'cancel-order' and data::jsonb ->> 'orderId' = ?")
        .param(id.toString())
        .query(Long.class)
        .single();
  }

  private static Set<Class<? extends Command>> allTheWay() {
    return Set.of(
        ReserveStock.class, AuthorizePayment.class, CapturePayment.class, CommitReservation.class);
  }

  private static Set<Class<? extends Command>> allTheWayAndBack() {
    return Set.of(
        ReserveStock.class,
        AuthorizePayment.class,
        CapturePayment.class,
        CommitReservation.class,
        RefundPayment.class,
        ReturnStock.class);
  }

  private void assertRefused(HttpResponse<String> answer, String state, String... allowedMoves) {
    JsonNode problem = read(answer, 409);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(problem.at("/state").asString()).isEqualTo(state);
    assertThat(problem.at("/allowedMoves").values().stream().map(JsonNode::asString))
        .containsExactly(allowedMoves);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString()).orTimeout(30, TimeUnit.SECONDS).join();
  }

  private JsonNode read(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return json.readTree(response.body());
  }
}
