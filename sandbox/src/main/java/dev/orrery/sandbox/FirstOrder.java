package dev.orrery.sandbox;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real order through the gateway: the only proof that everything works together.
 *
 * @param took from the request to CONFIRMED
 */
record FirstOrder(String id, String sku, Duration took) {

  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static FirstOrder place(URI gateway, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .proxy(ProxySelector.of(null))
            .build()) {
      String sku = sku(client, gateway, deadline);
      Instant begin = Instant.now();
      HttpRequest placement = placement(gateway, sku);
      String id = answer(client, placement, deadline).path("id").asString();
      HttpRequest reading = get(gateway.resolve("/api/orders/" + id));
      JsonNode order = answer(client, reading, deadline);
      while (order.path("state").asString().equals("PENDING") && Instant.now().isBefore(deadline)) {
        pause();
        order = answer(client, reading, deadline);
      }
      if (!order.path("state").asString().equals("CONFIRMED")) {
        throw new SandboxException(
            "Everything runs, but the first order is %s %s, not CONFIRMED: see './orrery status' and %s."
                .formatted(
                    order.path("state").asString(),
                    order.path("reason").asString(""),
                    reading.uri()));
      }
      return new FirstOrder(id, sku, Duration.between(begin, Instant.now()));
    }
  }

  private static String sku(HttpClient client, URI gateway, Instant deadline) {
    JsonNode products =
        answer(client, get(gateway.resolve("/api/products?limit=50")), deadline).path("products");
    return StreamSupport.stream(products.spliterator(), false)
        .filter(product -> product.path("available").asInt() > 0)
        .map(product -> product.path("sku").asString())
        .findFirst()
        .orElseThrow(() -> new SandboxException("Everything runs, but everything is sold out."));
  }

  static String body(String sku) {
    return """
    {"customerId":"%s","lines":[{"sku":"%s","quantity":1}],"paymentMethod":"tok_visa"}\
    """
        .formatted(UUID.randomUUID(), sku);
  }

  private static HttpRequest placement(URI gateway, String sku) {
    return HttpRequest.newBuilder(gateway.resolve("/api/orders"))
        .timeout(Duration.ofSeconds(15))
        .header("Content-Type", "application/json")
        // The same in every attempt: whichever gets through, it is one order.
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .header("Prefer", "wait=5")
        .POST(HttpRequest.BodyPublishers.ofString(body(sku)))
        .build();
  }

  private static HttpRequest get(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
  }

  /** Asks until it is answered well: a gateway that is just up may not yet know the services. */
  private static JsonNode answer(HttpClient client, HttpRequest request, Instant deadline) {
    String last = "no answer";
    while (true) {
      try {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 == 2) {
          return JSON.readTree(response.body());
        }
        last = response.statusCode() + " " + response.body();
      } catch (IOException e) {
        last = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (Instant.now().isAfter(deadline)) {
        throw new SandboxException(
            "Everything runs, but %s %s gave up with: %s"
                .formatted(request.method(), request.uri(), last));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SandboxException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SandboxException("Interrupted.", e);
  }
}
