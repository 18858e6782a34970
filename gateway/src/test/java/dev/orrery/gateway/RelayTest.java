package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out at the other side, and back. */
class RelayTest extends BehindGateway {

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
    problem(answer, 504, "orders", "silence-limit");
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
}
