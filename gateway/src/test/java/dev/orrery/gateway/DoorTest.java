package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What does not get in, and what the door itself has to show. */
class DoorTest extends BehindGateway {

  @Test
  void aBodyOfTenMegabytesIsRefused() throws Exception {
    byte[] large = new byte[10_000_000];
    JsonNode declared =
        problem(send(to("/api/orders").POST(BodyPublishers.ofByteArray(large))), 413);
    assertThat(declared.path("detail").asString()).contains("131072 bytes");
    problem(
        send(
            to("/api/orders")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
        413);
    assertThat(breaker().failedCalls()).isZero();
  }

  @Test
  void aCallerWhoNeverSendsItsBodyIsToldAndTheUpstreamNotBlamed() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
                  .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(5_000);
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      assertThat(reader.readLine()).startsWith("HTTP/1.1 408");
    }
    assertThat(breaker().failedCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/orders/..;/..;/actuator/env",
        "/api/orders/%2e%2e/%2e%2e/actuator/env",
        "/api/orders/../../v3/api-docs/..;/x",
        "/api/orders//1",
        "/api/orders/1;x=y",
      })
  void aPathThatCanBeReadInTwoWaysIsRefused(String path) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(5_000);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }
    assertThat(orders.requests()).isEmpty();
  }

  @Test
  void anUnknownPathIsNotFound() throws Exception {
    problem(get("/api/nothing"), 404);
    problem(get("/api/orders-and-more"), 404);
  }

  @Test
  void whatChangesAProductIsNotLetThrough() throws Exception {
    HttpResponse<String> refused =
        send(
            to("/api/products/ORR-1001/price")
                .PUT(BodyPublishers.ofString("{\"amount\": 1, \"currency\": \"EUR\"}")));
    problem(refused, 405);
    assertThat(refused.headers().firstValue("Allow").orElseThrow()).contains("GET", "HEAD");
    assertThat(products.requests()).isEmpty();
    assertThat(get("/api/products/ORR-1001").statusCode()).isEqualTo(200);
  }

  @Test
  void theDoorLeadsToTheDocumentsOfEveryService() throws Exception {
    assertThat(get("/").headers().firstValue("Location").orElseThrow())
        .endsWith("/swagger-ui.html");
    orders.answers(
        exchange -> Upstream.text(200, exchange.getRequestHeaders().getFirst("Host")).to(exchange));
    assertThat(get("/api-docs/orders").body()).isEqualTo("127.0.0.1:" + port);
    assertThat(orders.requests()).containsExactly("GET /v3/api-docs");
    try (HttpClient browser =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpResponse<String> page = browser.send(to("/").GET().build(), BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Swagger UI");
    }
    assertThat(get("/v3/api-docs/swagger-config").body())
        .contains("/api-docs/orders", "/api-docs/products", "/api-docs/payments");
  }

  @Test
  void metricsTellTheStateOfEveryGuard() throws Exception {
    get("/api/orders/1");
    assertThat(get("/actuator/prometheus").body())
        .contains(
            "resilience4j_circuitbreaker_state{",
            "orrery_guard_places_taken{",
            "http_server_requests_seconds_count{",
            "uri=\"/api/orders/**\"");
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
  }
}
