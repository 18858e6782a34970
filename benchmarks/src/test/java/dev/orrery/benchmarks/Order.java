package dev.orrery.benchmarks;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A customer who orders one to three different products and waits for the confirmation. */
final class Order {
  /** Of these there are a million each. */
  private static final List<String> PLENTY =
      List.of(
          "ORR-1001",
          "ORR-1003",
          "ORR-1004",
          "ORR-1005",
          "ORR-1007",
          "ORR-1008",
          "ORR-1009",
          "ORR-1010",
          "ORR-1011",
          "ORR-1012",
          "ORR-1014",
          "ORR-1015",
          "ORR-1017",
          "ORR-1018",
          "ORR-1019",
          "ORR-1020",
          "ORR-1021",
          "ORR-1022",
          "ORR-1023",
          "ORR-1024");

  private Order() {}

  static HttpProtocolBuilder gateway() {
    return http.baseUrl(Setting.text("orrery.base-url", "http://127.0.0.1:8080"))
        .contentTypeHeader("application/json")
        .acceptHeader("application/json")
        .shareConnections();
  }

  static ChainBuilder confirmed() {
    return exec(
        http("POST to CONFIRMED")
            .post("/api/orders")
            .header("Idempotency-Key", session -> UUID.randomUUID().toString())
            .header("Prefer", "wait=10")
            .body(StringBody(session -> body()))
            .check(status().is(201))
            .check(jsonPath("$.state").is("CONFIRMED")));
  }

  private static String body() {
    var random = ThreadLocalRandom.current();
    var lines = new StringBuilder();
    int first = random.nextInt(PLENTY.size());
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      lines.append(i == 0 ? "" : ",");
      lines.append("{\"sku\":\"").append(PLENTY.get((first + i) % PLENTY.size()));
      lines.append("\",\"quantity\":").append(1 + random.nextInt(2)).append('}');
    }
    return """
    {"customerId":"%s","lines":[%s],"paymentMethod":"tok_visa"}\
    """
        .formatted(UUID.randomUUID(), lines);
  }
}
