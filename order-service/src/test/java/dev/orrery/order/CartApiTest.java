package dev.orrery.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.api.RedissonClient;
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

/** Carts over HTTP, with a Redis that the tests break. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "orrery.messaging.topic-prefix=cart-test.",
      "orrery.write-behind.shards=2",
      "orrery.write-behind.interval=50ms",
      "orrery.write-behind.delay=50ms",
      "orrery.redis.timeout=2s",
      "orrery.redis.open-for=200ms",
      "orrery.redis.lock-lease=1500ms",
      "eureka.client.enabled=false",
      "orrery.telemetry.traces-per-second=0"
    })
@Import(Participants.class)
class CartApiTest {
  private static final InventoryStub INVENTORY = new InventoryStub();
  private static final TestRedis REDIS = TestInfrastructure.redisToBreak();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration SOON = Duration.ofSeconds(20);

  private final UUID customer = UUID.randomUUID();
  private final UUID id = UUID.randomUUID();

  @LocalServerPort int port;
  @Autowired JsonMapper json;
  @Autowired JdbcClient jdbc;
  @Autowired RedissonClient redisson;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(CartApiTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("spring.grpc.client.channel.inventory.target", INVENTORY::target);
    registry.add("orrery.redis.url", REDIS::uri);
  }

  @Test
  void aCartIsFilledChangedReadAndThrownAway() {
    assertThat(get().statusCode()).isEqualTo(404);
    put("ORR-1", 2);
    put("ORR-2", 1);
    put("ORR-1", 3);

    JsonNode cart = read(get());
    assertThat(cart.at("/lines").toString())
        .isEqualTo("[{\"sku\":\"ORR-1\",\"quantity\":3},{\"sku\":\"ORR-2\",\"quantity\":1}]");
    assertThat(cart.at("/customerId").asString()).isEqualTo(customer.toString());

    assertThat(read(send("DELETE", "/items/ORR-1", "")).at("/lines").size()).isOne();
    assertThat(read(send("DELETE", "/items/ORR-1", "")).at("/lines").size()).isOne();
    assertThat(send("DELETE", "", "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", "", "").statusCode()).isEqualTo(204);
    assertThat(get().statusCode()).isEqualTo(404);
    await().atMost(SOON).until(() -> stored().equals("gone"));
  }

  @Test
  void aCartIsItsCustomersAndNobodyElses() {
    put("ORR-1", 1);
    UUID another = UUID.randomUUID();

    assertProblem(send("GET", "", "", another), 404);
    assertProblem(send("PUT", "/items/ORR-1", "{\"quantity\":1}", another), 404);
    assertProblem(send("DELETE", "/items/ORR-1", "", another), 404);
    assertProblem(send("DELETE", "", "", another), 404);
    assertProblem(send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}", another), 404);
    assertThat(read(get()).at("/lines").size()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"quantity\":0}",
        "{\"quantity\":-1}",
        "{\"quantity\":1001}",
        "{\"quantity\":\"many\"}",
        "{\"quantity\":1.5}",
        "{\"quantity\":null}",
        "{}",
        "{\"quantity\":",
        "[]",
        "null",
        ""
      })
  void whatIsNoQuantityIsA400(String body) {
    assertProblem(send("PUT", "/items/ORR-1", body), 400);
  }

  @Test
  void whatCannotBeInACartIsRefused() {
    assertProblem(send("PUT", "/items/UNKNOWN-1", "{\"quantity\":1}"), 422);
    assertProblem(send("PUT", "/items/no%20sku", "{\"quantity\":1}"), 400);
    assertProblem(send("POST", "/checkout", "{\"paymentMethod\":\"my card\"}"), 400);
    assertProblem(send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}"), 404);
    for (int i = 0; i < 50; i++) {
      put("ORR-" + i, 1);
    }
    assertProblem(send("PUT", "/items/ONE-MORE", "{\"quantity\":1}"), 422);
    put("ORR-7", 1000);
    send("DELETE", "", "");
    put("ORR-1", 1);
    send("DELETE", "/items/ORR-1", "");
    assertProblem(send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}"), 409);
    assertProblem(exchange("GET", "/api/carts/no-id", "", customer), 400);
  }

  @Test
  void aCartIsCheckedOutIntoOneOrderHoweverOftenItIsSent() {
    put("ORR-1", 2);
    put("ORR-2", 1);
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 10)
            .mapToObj(_ ->
                HTTP.sendAsync(
                    request(
                        "POST",
                        "/api/carts/" + id + "/checkout",
                        "{\"paymentMethod\":\"tok_visa\"}",
                        customer),
                    BodyHandlers.ofString()))
            .toList();
    Set<Integer> statuses =
        answers.stream().map(answer -> answer.join().statusCode()).collect(Collectors.toSet());
    assertThat(statuses).isSubsetOf(202, 409).contains(202);

    HttpResponse<String> again = send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}");
    String location = again.headers().firstValue("Location").orElseThrow();
    assertThat(orders()).isOne();
    assertThat(read(get()).at("/lines").size()).isZero();
    assertThat(location).endsWith(read(get()).at("/lastOrder").asString());
    await()
        .atMost(SOON)
        .until(() -> {
          JsonNode order = read(exchange("GET", location, "", customer));
          return order.at("/state").asString().equals("CONFIRMED")
              && order.at("/total/amount").asLong() == 3_000;
        });

    put("ORR-3", 1);
    assertThat(
            send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}")
                .headers()
                .firstValue("Location"))
        .isPresent()
        .isNotEqualTo(again.headers().firstValue("Location"));
    assertThat(orders()).isEqualTo(2);
  }

  /** As when the instance died, or Redis forgot, right after the order was made. */
  @Test
  void aCartThatComesBackAfterItsCheckoutMakesTheSameOrder() {
    put("ORR-1", 2);
    await().atMost(SOON).until(() -> stored().contains("ORR-1"));
    String before = stored();
    HttpResponse<String> first = send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}");
    await().atMost(SOON).until(() -> !stored().equals(before));
    jdbc.sql("update cart set cart = ?::json where id = ?").params(before, id).update();
    redisson.getKeys().flushall();
    put("ORR-2", 1);

    HttpResponse<String> again = send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}");

    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(orders()).isOne();
    assertThat(read(get()).at("/lines").toString())
        .isEqualTo("[{\"sku\":\"ORR-2\",\"quantity\":1}]");
  }

  @Test
  void aRefusedCheckoutLeavesTheCartAsItIs() {
    put("ORR-1", 1);
    INVENTORY.status = Status.UNAVAILABLE;
    try {
      String unpriced = "NEW-" + UUID.randomUUID();
      assertProblem(send("PUT", "/items/" + unpriced, "{\"quantity\":1}"), 503);
    } finally {
      INVENTORY.status = Status.OK;
    }
    assertThat(read(get()).at("/lines").size()).isOne();
  }

  @Test
  void aCartOutlivesARedisThatForgetsAndOneThatIsKilled() {
    put("ORR-1", 2);
    await().atMost(SOON).until(() -> stored().contains("ORR-1"));
    redisson.getKeys().flushall();
    assertThat(read(get()).at("/lines/0/quantity").asInt()).isEqualTo(2);

    put("ORR-1", 3);
    REDIS.kill();
    try {
      HttpResponse<String> refused = send("PUT", "/items/ORR-1", "{\"quantity\":4}");
      assertProblem(refused, 503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    } finally {
      REDIS.start();
    }
    await().atMost(SOON).until(() -> get().statusCode() == 200);
    assertThat(read(get()).at("/lines/0/quantity").asInt()).isEqualTo(3);
    await().atMost(SOON).until(() -> stored().contains("\"ORR-1\":3"));
  }

  @Test
  void whatWaitsToBeStoredIsShown() {
    put("ORR-1", 1);

    assertThat(exchange("GET", "/actuator/writebehind", "", customer).body())
        .contains("\"buffer\":\"carts\"");
    assertThat(exchange("GET", "/actuator/prometheus", "", customer).body())
        .contains("orrery_writebehind_dirty");
  }

  private void put(String sku, int quantity) {
    HttpResponse<String> answer = send("PUT", "/items/" + sku, "{\"quantity\":" + quantity + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private String stored() {
    return jdbc.sql("select coalesce(cart::text, 'gone') from cart where id = ?")
        .param(id)
        .query(String.class)
        .optional()
        .orElse("");
  }

  private long orders() {
    return jdbc.sql("select count(*) from orders where customer_id = ?")
        .param(customer)
        .query(Long.class)
        .single();
  }

  private HttpResponse<String> get() {
    return send("GET", "", "");
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return send(method, path, body, customer);
  }

  private HttpResponse<String> send(String method, String path, String body, UUID as) {
    return exchange(method, "/api/carts/" + id + path, body, as);
  }

  private HttpResponse<String> exchange(String method, String path, String body, UUID as) {
    return HTTP.sendAsync(request(method, path, body, as), BodyHandlers.ofString()).join();
  }

  private HttpRequest request(String method, String path, String body, UUID as) {
    BodyPublisher content =
        body.isEmpty() && !method.equals("PUT")
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(body);
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + path + "?customerId=" + as))
        .header("Content-Type", "application/json")
        .method(method, content)
        .build();
  }

  private JsonNode read(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return json.readTree(answer.body());
  }

  private void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json.readTree(answer.body()).at("/detail").asString()).isNotBlank();
  }
}
