package dev.orrery.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.FileSystemResource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(Participants.class)
class OrderServiceTest {
  private static final InventoryStub INVENTORY = new InventoryStub();
  private static final Pattern METRIC = Pattern.compile("orrery_\\w+");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired JsonMapper json;
  @Autowired CircuitBreakerRegistry breakers;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(OrderServiceTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> "order-test.");
    // By DNS, whose one name that is the same everywhere is an address.
    registry.add("orrery.lookup.by", () -> "dns");
    registry.add("orrery.lookup.dns.grpc-port", INVENTORY::port);
    registry.add("spring.grpc.client.channel.inventory.target", () -> "discovery:///127.0.0.1");
    registry.add("orrery.telemetry.traces-per-second", () -> "0");
  }

  @AfterEach
  void inventoryIsWell() {
    INVENTORY.status = Status.OK;
    breakers.circuitBreaker("inventory").reset();
  }

  @Test
  void anOrderIsAcceptedAtOnceAndConfirmedByItsSaga() {
    HttpResponse<String> placed = place(UUID.randomUUID().toString(), order("ORR-1", "tok_visa"));

    assertThat(placed.statusCode()).isEqualTo(202);
    String location = placed.headers().firstValue("Location").orElseThrow();
    await()
        .untilAsserted(
            () -> assertThat(read(get(location)).at("/state").asString()).isEqualTo("CONFIRMED"));
    JsonNode order = read(get(location));
    assertThat(order.at("/total/amount").asLong()).isEqualTo(2_000);
    assertThat(order.at("/saga/state").asString()).isEqualTo("COMPLETED");
    assertThat(order.at("/saga/steps").size()).isEqualTo(4);
    assertThat(order.at("/history").size()).isEqualTo(2);
  }

  @Test
  void aConfirmedOrderIsShippedOnceAndAnOrderThatIsNotIsRefused() {
    JsonNode confirmed =
        read(place(UUID.randomUUID().toString(), order("ORR-1", "tok_visa"), "Prefer", "wait=10"));
    String path = "/api/orders/" + confirmed.at("/id").asString();
    HttpResponse<String> shipped = post(path + "/ship");
    HttpResponse<String> again = post(path + "/ship");
    JsonNode rejected =
        read(
            place(
                UUID.randomUUID().toString(), order("ORR-1", "tok_declined"), "Prefer", "wait=10"));
    HttpResponse<String> tooBad = post("/api/orders/" + rejected.at("/id").asString() + "/ship");

    assertThat(shipped.statusCode()).as(shipped.body()).isEqualTo(200);
    assertThat(read(shipped).at("/state").asString()).isEqualTo("SHIPPED");
    assertProblem(again, 409);
    assertThat(read(again).at("/state").asString()).isEqualTo("SHIPPED");
    assertThat(read(again).at("/allowedMoves").isArray()).isTrue();
    assertThat(read(again).at("/allowedMoves").size()).isZero();
    assertProblem(tooBad, 409);
    assertThat(read(tooBad).at("/state").asString()).isEqualTo("REJECTED");
    JsonNode history = read(get(path + "/history"));
    assertThat(history.at("/history").values().stream().map(past -> past.at("/state").asString()))
        .containsExactly("PENDING", "CONFIRMED", "SHIPPED");
    assertThat(history.at("/state").asString()).isEqualTo("SHIPPED");
    assertThat(get(path + "/events").body()).contains("event:SHIPPED");
    assertThat(read(get("/api/orders?state=SHIPPED")).at("/orders/0/id").asString())
        .isEqualTo(confirmed.at("/id").asString());
  }

  @Test
  void whoPrefersToWaitGetsTheEnd() {
    HttpResponse<String> confirmed =
        place(UUID.randomUUID().toString(), order("ORR-1", "tok_visa"), "Prefer", "wait=10");
    HttpResponse<String> declined =
        place(UUID.randomUUID().toString(), order("ORR-1", "tok_declined"), "Prefer", "wait=10");
    HttpResponse<String> scarce =
        place(UUID.randomUUID().toString(), order("SCARCE-1", "tok_visa"), "Prefer", "wait=10");

    assertThat(confirmed.statusCode()).isEqualTo(201);
    assertThat(read(confirmed).at("/state").asString()).isEqualTo("CONFIRMED");
    assertThat(read(declined).at("/state").asString()).isEqualTo("REJECTED");
    assertThat(read(declined).at("/reason").asString()).isEqualTo("card_declined");
    assertThat(read(scarce).at("/reason").asString()).isEqualTo("out_of_stock");
  }

  @Test
  void theSameKeyAndBodyIsTheSameOrderAndAnotherBodyIsRefused() {
    String key = UUID.randomUUID().toString();
    String body = order("ORR-1", "tok_visa");
    HttpResponse<String> first = place(key, body);
    HttpResponse<String> second = place(key, body.replace(",", " , "));
    HttpResponse<String> other = place(key, body.replace("ORR-1", "ORR-2"));

    assertThat(second.statusCode()).isIn(201, 202);
    assertThat(second.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertProblem(other, 422);
  }

  @Test
  void theSameRequestManyTimesAtOnceIsOneOrder() {
    String key = UUID.randomUUID().toString();
    UUID customer = UUID.randomUUID();
    String body = order(customer, "ORR-1", 1, "tok_visa");
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 20)
            .mapToObj(i -> HTTP.sendAsync(placing(key, body), BodyHandlers.ofString()))
            .toList();
    Set<Integer> statuses =
        answers.stream().map(answer -> answer.join().statusCode()).collect(Collectors.toSet());

    assertThat(statuses).isSubsetOf(201, 202, 409).containsAnyOf(201, 202);
    assertThat(read(get("/api/orders?customerId=" + customer)).at("/orders").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"customerId\":\"CUSTOMER\",\"lines\":[],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[{\"sku\":\"A\",\"quantity\":0}],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[{\"sku\":\"A\",\"quantity\":-1}],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[{\"sku\":\"A\",\"quantity\":1000000000}],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[{\"sku\":\"A\",\"quantity\":\"many\"}],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[{\"sku\":\"A\"}],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[null],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}",
        "{\"customerId\":\"nobody\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":\"CUSTOMER\",\"lines\":[{\"sku\":\"'; drop table orders\",\"quantity\":1}],\"paymentMethod\":\"tok_visa\"}",
        "{\"customerId\":",
        "[]",
        "null",
        ""
      })
  void aRequestThatCannotBeRightIsA400WithASentence(String body) {
    assertProblem(
        place(UUID.randomUUID().toString(), body.replace("CUSTOMER", "" + UUID.randomUUID())), 400);
  }

  @Test
  void aKeyIsNeededAndMustBeOne() {
    String body = order("ORR-1", "tok_visa");
    HttpRequest noKey =
        HttpRequest.newBuilder(uri("/api/orders"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    assertProblem(send(noKey), 400);
    assertProblem(place("k".repeat(65), body), 400);
    assertProblem(place("two words", body), 400);
    assertProblem(place("k", body, "Prefer", "wait=long"), 400);
  }

  @Test
  void anUnknownProductIsNamed() {
    HttpResponse<String> refused =
        place(UUID.randomUUID().toString(), order("UNKNOWN-7", "tok_visa"));
    assertProblem(refused, 422);
    assertThat(read(refused).at("/detail").asString()).contains("UNKNOWN-7");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertProblem(get("/api/orders/" + UUID.randomUUID()), 404);
    assertProblem(get("/api/orders/" + UUID.randomUUID() + "/events"), 404);
    assertProblem(get("/api/orders/" + UUID.randomUUID() + "/history"), 404);
    assertProblem(post("/api/orders/" + UUID.randomUUID() + "/ship"), 404);
    assertProblem(get("/api/orders/not-a-uuid"), 400);
    assertProblem(get("/api/nothing"), 404);
    assertProblem(get("/api/orders?limit=0"), 400);
    assertProblem(get("/api/orders?state=LOST"), 400);
  }

  @Test
  void withoutPricesNoOrderIsTakenAndTheRequestMayBeSentAgain() {
    INVENTORY.status = Status.INTERNAL;
    String key = UUID.randomUUID().toString();
    String body = order("NEW-" + UUID.randomUUID(), "tok_visa");
    HttpResponse<String> refused = place(key, body);
    assertProblem(refused, 503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();

    INVENTORY.status = Status.OK;
    assertThat(place(key, body).statusCode()).isEqualTo(202);
  }

  @Test
  void theBreakerSparesInventoryWhenItFails() {
    INVENTORY.status = Status.INTERNAL;
    for (int i = 0; i < 20; i++) {
      place(UUID.randomUUID().toString(), order("FAIL-" + i, "tok_visa"));
    }
    int asked = INVENTORY.asked.get();
    assertProblem(place(UUID.randomUUID().toString(), order("FAIL-X", "tok_visa")), 503);
    assertThat(INVENTORY.asked).hasValue(asked);
  }

  @Test
  void pricesAreRememberedForAShortTime() {
    String sku = "CACHED-" + UUID.randomUUID();
    place(UUID.randomUUID().toString(), order(sku, "tok_visa"));
    int asked = INVENTORY.asked.get();
    place(UUID.randomUUID().toString(), order(sku, "tok_visa"));
    assertThat(INVENTORY.asked).hasValue(asked);
  }

  @Test
  void ordersComeInPagesNewestFirst() {
    UUID customer = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      place(UUID.randomUUID().toString(), order(customer, "ORR-1", i + 1, "tok_visa"));
    }
    JsonNode first = read(get("/api/orders?limit=3&customerId=" + customer));
    JsonNode second =
        read(
            get(
                "/api/orders?limit=3&customerId=%s&after=%s"
                    .formatted(customer, first.at("/next").asString())));
    assertThat(first.at("/orders").size()).isEqualTo(3);
    assertThat(second.at("/orders").size()).isEqualTo(2);
    assertThat(first.at("/orders/0/total/amount").asLong()).isEqualTo(5_000);
    assertThat(second.at("/next").isMissingNode() || second.at("/next").isNull()).isTrue();
  }

  @Test
  void anOrdersEventsAreStreamedUntilItHasEnded() {
    String location =
        place(UUID.randomUUID().toString(), order("ORR-1", "tok_visa"))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    HttpResponse<String> stream = get(location + "/events");
    assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(stream.body()).contains("event:CONFIRMED").contains("\"state\":\"CONFIRMED\"");
  }

  @Test
  void theServiceDescribesItself() {
    assertThat(read(get("/v3/api-docs")).at("/paths/~1api~1orders/post").isObject()).isTrue();
    assertThat(
            read(get("/v3/api-docs"))
                .at("/paths/~1api~1orders~1{id}~1ship/post/description")
                .asString())
        .contains("For operators");
    assertThat(get("/api/dead-letters").statusCode()).isEqualTo(200);
    assertThat(get("/api/sagas").statusCode()).isEqualTo(200);
    assertThat(get("/v3/api-docs").body()).doesNotContain("dead-letters").doesNotContain("sagas");
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/prometheus").body())
        .contains("orrery_outbox_backlog")
        .contains("orrery_saga_open");
  }

  @Test
  void everyMetricThatAnAlertAsksForIsThere() {
    var rules = new YamlPropertiesFactoryBean();
    rules.setResources(new FileSystemResource("../observability/alerts.yml"));
    List<String> asked =
        Objects.requireNonNull(rules.getObject()).entrySet().stream()
            .filter(line -> line.getKey().toString().endsWith("].expr"))
            .flatMap(line -> METRIC.matcher(line.getValue().toString()).results())
            .map(MatchResult::group)
            .toList();

    assertThat(asked).isNotEmpty();
    assertThat(get("/actuator/prometheus").body().lines().map(line -> line.split("[{ ]")[0]))
        .containsAll(asked);
  }

  private static String order(String sku, String paymentMethod) {
    return order(UUID.randomUUID(), sku, 2, paymentMethod);
  }

  private static String order(UUID customer, String sku, int quantity, String paymentMethod) {
    return """
    {"customerId":"%s","lines":[{"sku":"%s","quantity":%d}],"paymentMethod":"%s"}\
    """
        .formatted(customer, sku, quantity, paymentMethod);
  }

  private HttpResponse<String> place(String key, String body, String... headers) {
    return send(placing(key, body, headers));
  }

  private HttpRequest placing(String key, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(uri("/api/orders"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private HttpResponse<String> post(String path) {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.noBody()).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString())
        .orTimeout(Duration.ofSeconds(30).toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }

  private JsonNode read(HttpResponse<String> response) {
    return json.readTree(response.body());
  }

  private void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(read(response).at("/detail").asString()).isNotBlank();
  }
}
