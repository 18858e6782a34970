package dev.orrery.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers price questions over real HTTP: every product but those named UNKNOWN costs 10 euros. */
final class InventoryStub {
  final AtomicInteger asked = new AtomicInteger();
  volatile int status = 200;
  private final HttpServer server;

  InventoryStub() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/api/products",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = products(exchange.getRequestURI().getRawQuery()).getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static String products(String query) {
    List<String> skus =
        Stream.of(query.split("&"))
            .map(parameter -> URLDecoder.decode(parameter.substring("sku=".length()), UTF_8))
            .filter(sku -> !sku.startsWith("UNKNOWN"))
            .toList();
    return skus.stream()
        .map(sku ->
            """
            {"sku":"%s","name":"Product %s","price":{"amount":1000,"currency":"EUR"}}\
            """
                .formatted(sku, sku))
        .collect(Collectors.joining(",", "{\"products\":[", "]}"));
  }
}
