package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Requests that mean harm, byte by byte. */
@TestPropertySource(properties = "server.tomcat.connection-timeout=3s")
class HostileRequestsTest extends BehindGateway {

  private static final int DRIPPING = 300;

  private String said(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(3_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder said = new StringBuilder();
      byte[] piece = new byte[8_192];
      int length;
      try {
        while ((length = socket.getInputStream().read(piece)) >= 0) {
          said.append(new String(piece, 0, length, StandardCharsets.ISO_8859_1));
        }
      } catch (SocketTimeoutException e) {
        said.append("(the connection is left open)");
      }
      return said.toString();
    }
  }

  /** What one server takes for the end of a body another takes for its beginning. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nContent-Length: 40",
        "Content-Length: 4, 40",
        "Content-Length: +4",
        "Content-Length: -1",
        "Content-Length: 0x4",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity, chunked, identity",
        "Content-Length : 4",
        "X-A\0: b\r\nContent-Length: 4",
      })
  void aBodyWithTwoEndsIsRefused(String framing) throws Exception {
    String said =
        said(
            "POST /api/orders HTTP/1.1\r\nHost: x\r\n"
                + framing
                + "\r\n\r\n0\r\n\r\nGET /actuator/env HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(said).matches("(?s)HTTP/1\\.1 (400|501) .*");
    assertThat(orders.requests()).isEmpty();
  }

  @Test
  void whereBothAreSaidTheUpstreamReadsWhatTheGatewayRead() throws Exception {
    orders.answers(exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      Upstream.text(
              200,
              "[%s|%s|%s]"
                  .formatted(
                      body,
                      exchange.getRequestHeaders().getFirst("Content-Length"),
                      exchange.getRequestHeaders().getFirst("Transfer-Encoding")))
          .to(exchange);
    });
    String said =
        said(
            "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 44\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
                + "GET /actuator/env HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(said)
        .satisfiesAnyOf(
            refused -> assertThat(refused).startsWith("HTTP/1.1 400"),
            read -> assertThat(read).contains("[{}|2|null]"));
    assertThat(orders.requests()).allMatch("POST /api/orders"::equals);
  }

  @Test
  void headersThatAreTooLargeOrTooManyAreRefused() throws Exception {
    String large = "X-Large: " + "x".repeat(20_000) + "\r\n";
    assertThat(said("GET /api/orders/1 HTTP/1.1\r\nHost: x\r\n" + large + "\r\n"))
        .matches("(?s)HTTP/1\\.1 (400|431) .*");
    String many = "X-Many: x\r\n".repeat(200);
    assertThat(said("GET /api/orders/1 HTTP/1.1\r\nHost: x\r\n" + many + "\r\n"))
        .matches("(?s)HTTP/1\\.1 (400|431) .*");
    assertThat(said("GET /api/orders/" + "1".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .matches("(?s)HTTP/1\\.1 (400|414|431) .*");
    assertThat(orders.requests()).isEmpty();
  }

  @Test
  void whoSendsItsHeadersDropByDropHoldsUpNobody() throws Exception {
    List<Socket> dripping = new ArrayList<>();
    try {
      for (int caller = 0; caller < DRIPPING; caller++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        dripping.add(socket);
        socket
            .getOutputStream()
            .write(
                "GET /api/orders/1 HTTP/1.1\r\nHost: x\r\nX-A: "
                    .getBytes(StandardCharsets.US_ASCII));
      }
      for (int call = 0; call < 5; call++) {
        for (Socket socket : dripping) {
          socket.getOutputStream().write('x');
        }
        long start = System.nanoTime();
        assertThat(get("/api/orders/" + call).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      }
      await()
          .untilAsserted(() ->
              assertThat(guards.guard("orders").bulkhead().taken())
                  .as("places held for who has not asked yet")
                  .isZero());
      // Who stops sending altogether is let go.
      for (Socket socket : dripping) {
        socket.setSoTimeout(10_000);
        socket.getInputStream().readAllBytes();
      }
    } finally {
      for (Socket socket : dripping) {
        socket.close();
      }
    }
  }
}
