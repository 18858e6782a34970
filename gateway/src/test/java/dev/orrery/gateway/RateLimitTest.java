package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.gateway.guard.GuardsEndpoint;
import dev.orrery.redis.Redis;
import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two gateways, one Redis, and the limits they share. */
@Timeout(180)
class RateLimitTest {

  private static final String KEY = "a key that is known";

  private static final Upstream orders = new Upstream();
  private static TestRedis redis;
  private static HttpClient http;
  private static List<ConfigurableApplicationContext> gateways;

  @BeforeAll
  static void start() {
    redis = TestInfrastructure.redisToBreak();
    http = HttpClient.newHttpClient();
    gateways = List.of(gateway(), gateway());
  }

  @AfterAll
  static void stop() {
    gateways.forEach(ConfigurableApplicationContext::close);
    http.close();
    orders.close();
  }

  private static ConfigurableApplicationContext gateway() {
    return new SpringApplicationBuilder(Gateway.class)
        .run(
            "--server.port=0",
            "--eureka.client.enabled=false",
            "--management.endpoint.guards.access=unrestricted",
            "--orrery.telemetry.traces-per-second=0",
            "--orrery.redis.url=" + redis.uri(),
            "--orrery.redis.open-for=200ms",
            "--spring.cloud.discovery.client.simple.instances.order-service[0].uri=" + orders.url(),
            "--orrery.guards.defaults.bulkhead.caller-share=100",
            "--orrery.guards.plans.partner=3",
            "--orrery.guards.keys.shop.plan=partner",
            "--orrery.guards.keys.shop.sha256="
                + "001cd50bf60b43aa64b6c6c57de952e79c38273f233e8bc73990519d69832848");
  }

  private static void limited(String... settingsAndValues) {
    for (ConfigurableApplicationContext gateway : gateways) {
      GuardsEndpoint guards = gateway.getBean(GuardsEndpoint.class);
      guards.reset("orders");
      for (int at = 0; at < settingsAndValues.length; at += 2) {
        guards.change(
            "orders", "rate-limit." + settingsAndValues[at], settingsAndValues[at + 1], null);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed-window", "sliding-window", "token-bucket"})
  void twoGatewaysTogetherLetThroughAsMuchAsOneMay(String algorithm) throws Exception {
    // Per address, so that each algorithm counts for itself.
    limited("algorithm", algorithm, "per", "address", "quota", "40", "window", "1h", "burst", "40");
    List<HttpResponse<String>> answers = callBoth(200);
    List<HttpResponse<String>> refused =
        answers.stream().filter(answer -> answer.statusCode() == 429).toList();
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(40);
    assertThat(refused).hasSize(160);
    assertThat(refused)
        .allSatisfy(answer -> {
          assertThat(answer.body()).contains("\"guard\":\"rate-limiter\"");
          assertThat(answer.headers().firstValue("RateLimit-Policy"))
              .hasValue("\"orders\";q=40;w=3600");
          assertThat(answer.headers().firstValue("RateLimit"))
              .hasValueSatisfying(field -> assertThat(field).startsWith("\"orders\";r=0;t="));
          assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
              .isBetween(1L, 3600L);
        });
  }

  @Test
  void aBucketRefillsAsTimePassesAndNoFaster() throws Exception {
    limited("algorithm", "token-bucket", "per", "route", "quota", "50", "burst", "5");
    long start = System.nanoTime();
    int allowed = 0;
    while (System.nanoTime() - start < 2_000_000_000L) {
      allowed += (int) callBoth(10).stream().filter(answer -> answer.statusCode() == 200).count();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(allowed).isLessThanOrEqualTo((int) (5 + 50 * seconds + 1)).isGreaterThan(60);
  }

  @Test
  void whatIsLeftIsToldWithEveryAnswerAndAKeyThatIsKnownMayDoMore() throws Exception {
    limited("algorithm", "fixed-window", "quota", "10", "window", "1h");
    HttpResponse<String> answer = call(0, "no key that is known");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("RateLimit-Policy")).hasValue("\"orders\";q=10;w=3600");
    assertThat(answer.headers().firstValue("RateLimit"))
        .hasValueSatisfying(field -> assertThat(field).startsWith("\"orders\";r=9;t="));
    assertThat(call(1, "another that is not").headers().firstValue("RateLimit"))
        .hasValueSatisfying(field -> assertThat(field).startsWith("\"orders\";r=8;t="));
    assertThat(call(1, KEY).headers().firstValue("RateLimit"))
        .hasValueSatisfying(field -> assertThat(field).startsWith("\"orders\";r=29;t="));
  }

  @Test
  void whileRedisIsAwayEachGatewayCountsForItselfOrLetsNobodyIn() throws Exception {
    limited(
        "algorithm", "token-bucket", "per", "route", "quota", "40", "window", "1h", "burst", "40");
    redis.kill();
    try {
      List<HttpResponse<String>> answers = callBoth(200);
      // Half of the quota each, and what flowed in meanwhile.
      assertThat(answers.stream().filter(answer -> answer.statusCode() == 200).count())
          .isBetween(40L, 42L);
      assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isIn(200, 429));
      assertThat(metrics())
          .contains("orrery_guard_limited_total{application=\"gateway\",by=\"local\"");
      limited("algorithm", "token-bucket", "when-away", "closed");
      HttpResponse<String> closed = call(0, KEY);
      assertThat(closed.statusCode()).isEqualTo(503);
      assertThat(closed.body()).contains("\"guard\":\"rate-limiter\"");
      assertThat(closed.headers().firstValue("Retry-After")).hasValue("1");
      try (ConfigurableApplicationContext another = gateway()) {
        assertThat(another.isActive()).isTrue();
      }
    } finally {
      redis.start();
    }
    await().untilAsserted(() -> assertThat(call(0, KEY).statusCode()).isEqualTo(200));
  }

  @Test
  void aRedisThatHangsIsSoonNotWaitedFor() throws Exception {
    limited("algorithm", "token-bucket", "quota", "100000");
    redis.pause();
    try {
      callBoth(20);
      long start = System.nanoTime();
      for (int call = 0; call < 20; call++) {
        assertThat(call(call % 2, KEY).statusCode()).isEqualTo(200);
      }
      // At a tenth of a second for each it would be two.
      assertThat(System.nanoTime() - start).isLessThan(1_500_000_000L);
    } finally {
      redis.resume();
    }
    await()
        .untilAsserted(
            () -> assertThat(gateways.getFirst().getBean(Redis.class).isAnswering()).isTrue());
  }

  private static String metrics() throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url(0) + "/actuator/prometheus")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static List<HttpResponse<String>> callBoth(int calls) throws Exception {
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
      for (int call = 0; call < calls; call++) {
        int gateway = call % 2;
        answers.add(callers.submit(() -> call(gateway, "")));
      }
    }
    List<HttpResponse<String>> all = new ArrayList<>();
    for (Future<HttpResponse<String>> answer : answers) {
      all.add(answer.get());
    }
    return all;
  }

  private static HttpResponse<String> call(int gateway, String key) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(gateway) + "/api/orders"))
            .header("X-API-Key", key)
            .build(),
        BodyHandlers.ofString());
  }

  private static String url(int gateway) {
    return "http://127.0.0.1:"
        + gateways.get(gateway).getEnvironment().getProperty("local.server.port");
  }
}
