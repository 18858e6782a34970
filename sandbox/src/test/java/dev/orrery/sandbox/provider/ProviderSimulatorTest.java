package dev.orrery.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProviderSimulatorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  @TempDir Path directory;
  private ProviderSimulator provider;

  @BeforeEach
  void start() throws IOException {
    provider =
        ProviderSimulator.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), journal());
  }

  @AfterEach
  void stop() {
    provider.close();
    client.close();
  }

  @Test
  void chargesOnceHoweverOftenItIsAsked() throws Exception {
    assertThat(authorize("p1", "tok_visa").statusCode()).isEqualTo(201);
    assertThat(authorize("p1", "tok_visa").statusCode()).isEqualTo(200);
    assertThat(status(post("/v1/authorizations/p1/capture", ""))).isEqualTo("CAPTURED");
    assertThat(status(post("/v1/authorizations/p1/capture", ""))).isEqualTo("CAPTURED");

    JsonNode summary = body(get("/v1/book/summary"));
    assertThat(summary.get("authorizations").asInt()).isEqualTo(1);
    assertThat(summary.get("captures").asInt()).isEqualTo(1);
    assertThat(summary.get("capturedAmount").asLong()).isEqualTo(1999);
    assertThat(summary.get("chargesPerReferenceMax").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "tok_declined, card_declined",
    "tok_insufficient_funds, insufficient_funds",
    "tok_of_nobody, invalid_token"
  })
  void declinesWithTheReasonOfTheCard(String token, String reason) throws Exception {
    JsonNode answer = body(authorize("p1", token));
    assertThat(answer.get("status").asString()).isEqualTo("DECLINED");
    assertThat(answer.get("declineReason").asString()).isEqualTo(reason);
    assertThat(post("/v1/authorizations/p1/capture", "").statusCode()).isEqualTo(409);
  }

  @Test
  void refusesAnotherAmountUnderTheSameReference() throws Exception {
    authorize("p1", "tok_visa");
    assertThat(authorize("p1", "tok_mastercard").statusCode()).isEqualTo(409);
  }

  @Test
  void reversesButNotWhatIsCaptured() throws Exception {
    authorize("p1", "tok_visa");
    assertThat(status(post("/v1/authorizations/p1/reversal", ""))).isEqualTo("REVERSED");
    assertThat(status(post("/v1/authorizations/p1/reversal", ""))).isEqualTo("REVERSED");
    assertThat(post("/v1/authorizations/p1/capture", "").statusCode()).isEqualTo(409);

    authorize("p2", "tok_visa");
    post("/v1/authorizations/p2/capture", "");
    assertThat(post("/v1/authorizations/p2/reversal", "").statusCode()).isEqualTo(409);
  }

  @Test
  void refundsAllOfAChargeOnceAndNothingThatIsNotOne() throws Exception {
    assertThat(post("/v1/authorizations/p1/refund", "").statusCode()).isEqualTo(404);
    authorize("p1", "tok_visa");
    assertThat(post("/v1/authorizations/p1/refund", "").statusCode()).isEqualTo(409);
    post("/v1/authorizations/p1/capture", "");
    assertThat(status(post("/v1/authorizations/p1/refund", ""))).isEqualTo("REFUNDED");
    JsonNode again = body(post("/v1/authorizations/p1/refund", ""));
    assertThat(again.get("refunded").asLong()).isEqualTo(1999);
    assertThat(post("/v1/authorizations/p1/capture", "").statusCode()).isEqualTo(409);
    assertThat(post("/v1/authorizations/p1/reversal", "").statusCode()).isEqualTo(409);

    JsonNode summary = body(get("/v1/book/summary"));
    assertThat(summary.get("refunds").asInt()).isEqualTo(1);
    assertThat(summary.get("refundedAmount").asLong()).isEqualTo(1999);
    assertThat(summary.get("capturedAmount").asLong()).isEqualTo(1999);

    provider.close();
    start();
    assertThat(status(get("/v1/authorizations/p1"))).isEqualTo("REFUNDED");
    assertThat(body(get("/v1/book/summary")).get("refundedAmount").asLong()).isEqualTo(1999);
  }

  @Test
  void rememberedReversalForbidsTheLateAuthorization() throws Exception {
    assertThat(status(post("/v1/authorizations/p1/reversal", ""))).isEqualTo("REVERSED");
    assertThat(authorize("p1", "tok_visa").statusCode()).isEqualTo(409);
  }

  @Test
  void doesWhatItNeverAnswers() throws Exception {
    assertThatThrownBy(() -> authorize("p1", "tok_lost_response", Duration.ofMillis(300)))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(status(get("/v1/authorizations/p1"))).isEqualTo("AUTHORIZED");
  }

  @Test
  void dropsConnectionsWhileThereIsAnOutage() throws Exception {
    put("/v1/faults", "{\"errorRate\":0,\"latencyMillis\":0,\"outage\":true}");
    assertThatThrownBy(() -> authorize("p1", "tok_visa")).isInstanceOf(IOException.class);
    send(request("/v1/faults").DELETE());
    assertThat(get("/v1/authorizations/p1").statusCode()).isEqualTo(404);
  }

  @Test
  void failsAtTheRateItIsTold() throws Exception {
    put("/v1/faults", "{\"errorRate\":1,\"latencyMillis\":0,\"outage\":false}");
    assertThat(authorize("p1", "tok_visa").statusCode()).isEqualTo(500);
    assertThat(put("/v1/faults", "{\"errorRate\":2,\"latencyMillis\":0,\"outage\":false}"))
        .returns(400, HttpResponse::statusCode);
  }

  @Test
  void remembersEverythingAcrossRestartsAndForgetsTheTornLine() throws Exception {
    authorize("p1", "tok_visa");
    post("/v1/authorizations/p1/capture", "");
    provider.close();
    Files.writeString(journal(), "{\"kind\":\"CAPT", StandardOpenOption.APPEND);
    start();

    assertThat(status(get("/v1/authorizations/p1"))).isEqualTo("CAPTURED");
    authorize("p2", "tok_visa");
    assertThat(body(get("/v1/book?limit=10")).get("entries"))
        .extracting(entry -> entry.get("kind").asString())
        .containsExactly("AUTHORIZATION", "CAPTURE", "AUTHORIZATION");
  }

  @Test
  void pagesThroughTheBook() throws Exception {
    for (int i = 0; i < 5; i++) {
      authorize("p" + i, "tok_visa");
    }
    JsonNode first = body(get("/v1/book?limit=3"));
    assertThat(first.get("entries")).hasSize(3);
    JsonNode second = body(get("/v1/book?limit=3&after=" + first.get("next").asLong()));
    assertThat(second.get("entries")).hasSize(2);
    assertThat(second.get("entries").get(0).get("reference").asString()).isEqualTo("p3");
    assertThat(get("/v1/book?after=7").statusCode()).isEqualTo(400);
  }

  @Test
  void chargesOnceUnderConcurrency() throws Exception {
    authorize("p1", "tok_visa");
    Callable<Integer> capture = () -> post("/v1/authorizations/p1/capture", "").statusCode();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = IntStream.range(0, 32).mapToObj(_ -> threads.submit(capture)).toList();
      for (var call : calls) {
        assertThat(call.get()).isEqualTo(200);
      }
    }
    assertThat(body(get("/v1/book/summary")).get("chargesPerReferenceMax").asInt()).isEqualTo(1);
    assertThat(body(get("/v1/book/summary")).get("captures").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"reference\":\"p\",\"token\":\"t\",\"amount\":0,\"currency\":\"EUR\"}",
        "{\"reference\":\"p\",\"token\":\"t\",\"amount\":1.5,\"currency\":\"EUR\"}",
        "{\"reference\":\"p\",\"token\":\"t\",\"amount\":1,\"currency\":\"XXQ\"}",
        "{\"reference\":\"../p\",\"token\":\"t\",\"amount\":1,\"currency\":\"EUR\"}"
      })
  void refusesWhatItCannotRead(String body) throws Exception {
    HttpResponse<String> response = post("/v1/authorizations", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(body(response).get("detail").asString()).isNotBlank();
  }

  @Test
  void refusesBodiesThatAreTooLargeAndPathsThatAreNotThere() throws Exception {
    assertThat(post("/v1/authorizations", " ".repeat(20_000)).statusCode()).isEqualTo(413);
    assertThat(get("/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/v1/authorizations").statusCode()).isEqualTo(405);
    assertThat(get("/v1/authorizations/unknown").statusCode()).isEqualTo(404);
    assertThat(post("/v1/authorizations/unknown/capture", "").statusCode()).isEqualTo(404);
  }

  private Path journal() {
    return directory.resolve("book/journal.jsonl");
  }

  private HttpResponse<String> authorize(String reference, String token) throws Exception {
    return authorize(reference, token, PATIENCE);
  }

  private HttpResponse<String> authorize(String reference, String token, Duration timeout)
      throws Exception {
    String body =
        """
        {"reference": "%s", "token": "%s", "amount": 1999, "currency": "EUR", "order": "o1"}\
        """
            .formatted(reference, token);
    return send(request("/v1/authorizations").timeout(timeout).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return send(request(path).PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(provider.uri().resolve(path))
        .timeout(PATIENCE)
        .header("Idempotency-Key", "key-1");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode body(HttpResponse<String> response) {
    return json.readTree(response.body());
  }

  private String status(HttpResponse<String> response) {
    return body(response).get("status").asString();
  }
}
