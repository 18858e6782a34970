package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** What is served without asking, what is asked for once, and what is nobody else's business. */
@Import(ResponseCacheTest.Time.class)
@TestPropertySource(
    properties = {
      "orrery.gateway.routes.products.methods=GET,HEAD,PUT",
      "orrery.response-cache.largest=64KB",
      "orrery.guards.routes.products.retry.attempts=1",
    })
class ResponseCacheTest extends BehindGateway {

  private static final String SHORT = "public, max-age=10";
  private static final AtomicInteger PAGES = new AtomicInteger();

  @TestConfiguration
  static class Time {
    @Bean
    Watch watch() {
      return new Watch();
    }
  }

  static final class Watch implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }
  }

  @Autowired Watch watch;

  private String page;

  /** Each test has a page that nobody has asked for. */
  @BeforeEach
  void newPage() {
    page = "/api/products/P-" + PAGES.incrementAndGet();
  }

  private static Upstream.Answer answer(String text, String... fields) {
    return exchange -> {
      for (int i = 0; i < fields.length; i += 2) {
        exchange.getResponseHeaders().add(fields[i], fields[i + 1]);
      }
      String tag = exchange.getResponseHeaders().getFirst("ETag");
      if (tag != null && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
      } else {
        Upstream.text(200, text).to(exchange);
      }
    };
  }

  private HttpResponse<String> get(String path, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = to(path).GET();
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    return send(request);
  }

  private static String status(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Cache-Status")
        .orElse("none")
        .replace("orrery-gateway; ", "");
  }

  @Test
  void whatIsFreshIsServedWithItsAgeAndTheUpstreamNotAsked() throws Exception {
    products.answers(answer("one", "Cache-Control", SHORT, "ETag", "\"1\"", "X-Kept", "yes"));
    assertThat(status(get(page))).isEqualTo("fwd=uri-miss; fwd-status=200; stored");
    watch.pass(Duration.ofSeconds(4));
    HttpResponse<String> hit = get(page);
    assertThat(hit.body()).isEqualTo("one");
    assertThat(status(hit)).isEqualTo("hit; ttl=6");
    assertThat(hit.headers().firstValue("Age")).hasValue("4");
    assertThat(hit.headers().firstValue("X-Kept")).hasValue("yes");
    assertThat(hit.headers().allValues("Cache-Control")).containsExactly(SHORT);
    assertThat(status(get(page + "?"))).isEqualTo("hit; ttl=6");
    assertThat(products.requests()).hasSize(1);
  }

  @Test
  void whoHasItAlreadyIsToldSo() throws Exception {
    products.answers(answer("one", "Cache-Control", SHORT, "ETag", "\"1\""));
    // Nothing is kept yet: the whole is asked for, and the caller's question answered here.
    HttpResponse<String> first = get(page, "If-None-Match", "\"1\"");
    assertThat(first.statusCode()).isEqualTo(304);
    assertThat(first.body()).isEmpty();
    HttpResponse<String> second = get(page, "If-None-Match", "\"0\", W/\"1\"");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.headers().firstValue("ETag")).hasValue("\"1\"");
    assertThat(get(page, "If-None-Match", "\"2\"").body()).isEqualTo("one");
    assertThat(products.requests()).hasSize(1);
  }

  @Test
  void whatIsStaleIsAskedAboutAndTheBodyComesOnce() throws Exception {
    AtomicInteger bodies = new AtomicInteger();
    products.answers(exchange -> {
      if (exchange.getRequestHeaders().getFirst("If-None-Match") == null) {
        bodies.incrementAndGet();
      }
      answer("one", "Cache-Control", SHORT, "ETag", "\"1\"").to(exchange);
    });
    get(page);
    watch.pass(Duration.ofSeconds(11));
    HttpResponse<String> asked = get(page);
    assertThat(asked.body()).isEqualTo("one");
    assertThat(status(asked)).isEqualTo("fwd=stale; fwd-status=304");
    assertThat(status(get(page))).isEqualTo("hit; ttl=10");
    assertThat(bodies).hasValue(1);
    products.answers(answer("two", "Cache-Control", SHORT, "ETag", "\"2\""));
    watch.pass(Duration.ofSeconds(11));
    assertThat(get(page).body()).isEqualTo("two");
  }

  @Test
  void whatIsStaleIsServedWhileOneRenewsIt() throws Exception {
    String says = "public, max-age=1, stale-while-revalidate=10";
    products.answers(answer("one", "Cache-Control", says));
    get(page);
    CountDownLatch release = new CountDownLatch(1);
    products.answers(exchange -> {
      release.await();
      answer("two", "Cache-Control", says).to(exchange);
    });
    watch.pass(Duration.ofSeconds(3));
    for (int call = 0; call < 5; call++) {
      HttpResponse<String> stale = get(page, "X-Caller", "c" + call);
      assertThat(stale.body()).isEqualTo("one");
      assertThat(status(stale)).isEqualTo("hit; ttl=-2");
    }
    await().until(() -> products.requests().size() == 2);
    release.countDown();
    await().untilAsserted(() -> assertThat(get(page).body()).isEqualTo("two"));
    assertThat(products.requests()).hasSize(2);
  }

  @Test
  void whoCannotBeAskedIsStoodInForByWhatIsStale() throws Exception {
    products.answers(answer("one", "Cache-Control", "public, max-age=1, stale-if-error=60"));
    get(page);
    watch.pass(Duration.ofSeconds(30));
    products.answers(Upstream.text(503, "out"));
    HttpResponse<String> stale = get(page);
    assertThat(stale.body()).isEqualTo("one");
    assertThat(status(stale)).isEqualTo("fwd=stale; fwd-status=503; detail=stale-if-error");
    assertThat(get(page, "Cache-Control", "no-cache").body()).isEqualTo("out");
    products.answers(exchange -> {
      throw new IOException("gone");
    });
    assertThat(status(get(page))).isEqualTo("fwd=stale; fwd-status=502; detail=stale-if-error");
    products.answers(exchange -> {
      exchange.getResponseHeaders().set("Cache-Control", SHORT);
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write(1);
      throw new IOException("gone in the middle");
    });
    assertThat(get(page).body()).isEqualTo("one");
    watch.pass(Duration.ofSeconds(32));
    products.answers(Upstream.text(503, "out"));
    assertThat(get(page).statusCode()).isEqualTo(503);
  }

  @Test
  void aGuardThatRefusesIsStoodInForAsWell() throws Exception {
    products.answers(answer("one", "Cache-Control", "public, max-age=1, stale-if-error=60"));
    get(page);
    watch.pass(Duration.ofSeconds(2));
    products.answers(Upstream.text(503, "out"));
    await().untilAsserted(() -> problem(get(page + "0"), 503, "products", "circuit-breaker"));
    int asked = products.requests().size();
    assertThat(get(page).body()).isEqualTo("one");
    assertThat(products.requests()).hasSize(asked);
  }

  @Test
  void ofManyWhoMissTheSameOneAsks() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    products.answers(exchange -> {
      release.await();
      answer("one", "Cache-Control", SHORT).to(exchange);
    });
    List<CompletableFuture<HttpResponse<String>>> callers = new ArrayList<>();
    for (int caller = 0; caller < 50; caller++) {
      callers.add(http.sendAsync(to(page).GET().build(), BodyHandlers.ofString()));
    }
    await().until(() -> !products.requests().isEmpty());
    // They are at the door while it is asked; none of them takes a place behind it.
    await().during(Duration.ofMillis(200)).until(() -> products.requests().size() == 1);
    assertThat(guards.guard("products").bulkhead().taken()).isEqualTo(1);
    release.countDown();
    for (CompletableFuture<HttpResponse<String>> caller : callers) {
      assertThat(caller.join().body()).isEqualTo("one");
    }
    assertThat(products.requests()).hasSize(1);
    assertThat(callers).anyMatch(caller -> status(caller.join()).endsWith("collapsed"));
  }

  @Test
  void whatIsNotToBeSharedIsEachOnesOwn() throws Exception {
    AtomicInteger number = new AtomicInteger();
    for (String own : List.of("private, max-age=60", "no-store", "max-age=60")) {
      newPage();
      products.answers(exchange ->
          answer(
                  "yours " + number.incrementAndGet(),
                  "Cache-Control",
                  own,
                  own.startsWith("max-age") ? "Set-Cookie" : "X-None",
                  "session=1")
              .to(exchange));
      List<CompletableFuture<HttpResponse<String>>> callers = new ArrayList<>();
      for (int caller = 0; caller < 10; caller++) {
        callers.add(http.sendAsync(to(page).GET().build(), BodyHandlers.ofString()));
      }
      assertThat(callers.stream().map(caller -> caller.join().body()))
          .as(own)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatWasAnsweredToSomebodyIsNotForTheNext() throws Exception {
    products.answers(exchange ->
        answer(
                "for " + exchange.getRequestHeaders().getFirst("Authorization"),
                "Cache-Control",
                "max-age=60")
            .to(exchange));
    assertThat(get(page, "Authorization", "A").body()).isEqualTo("for A");
    assertThat(get(page, "Authorization", "B").body()).isEqualTo("for B");
    assertThat(get(page).body()).isEqualTo("for null");
    // What is kept now was nobody's, and yet B may be shown something else.
    assertThat(get(page, "Authorization", "B").body()).isEqualTo("for B");
    newPage();
    products.answers(answer("for all", "Cache-Control", SHORT));
    get(page, "Authorization", "A");
    assertThat(status(get(page, "Authorization", "B"))).startsWith("hit");
  }

  @Test
  void whatVariesIsKeptForEachKindOfCaller() throws Exception {
    products.answers(exchange ->
        answer(
                exchange.getRequestHeaders().getFirst("Accept-Language"),
                "Cache-Control",
                SHORT,
                "Vary",
                "Accept-Language")
            .to(exchange));
    assertThat(get(page, "Accept-Language", "de").body()).isEqualTo("de");
    HttpResponse<String> other = get(page, "Accept-Language", "en");
    assertThat(other.body()).isEqualTo("en");
    assertThat(status(other)).startsWith("fwd=vary-miss");
    assertThat(get(page, "Accept-Language", "de").body()).isEqualTo("de");
    assertThat(products.requests()).hasSize(2);
  }

  @Test
  void whoWantsItFromTheSourceGetsItAndTheOthersToo() throws Exception {
    products.answers(answer("one", "Cache-Control", SHORT));
    get(page);
    products.answers(answer("two", "Cache-Control", SHORT));
    assertThat(get(page).body()).isEqualTo("one");
    HttpResponse<String> asked = get(page, "Cache-Control", "no-cache");
    assertThat(asked.body()).isEqualTo("two");
    assertThat(status(asked)).isEqualTo("fwd=request; fwd-status=200; stored");
    assertThat(get(page).body()).isEqualTo("two");
    newPage();
    assertThat(get(page, "Cache-Control", "only-if-cached").statusCode()).isEqualTo(504);
  }

  @Test
  void partsAndHeadsAndWritesPassByAndAWriteMakesWhatIsKeptWorthless() throws Exception {
    products.answers(answer("one", "Cache-Control", SHORT));
    get(page);
    assertThat(status(get(page, "Range", "bytes=0-1"))).isEqualTo("fwd=bypass");
    assertThat(status(send(to(page).HEAD()))).isEqualTo("fwd=method");
    assertThat(status(get(page))).startsWith("hit");
    assertThat(status(send(to(page).PUT(HttpRequest.BodyPublishers.ofString("x")))))
        .isEqualTo("fwd=method");
    assertThat(status(get(page))).startsWith("fwd=uri-miss");
  }

  @Test
  void whatIsTooLargeIsPassedOnWholeAndNotKept() throws Exception {
    String large = "x".repeat(200_000);
    products.answers(exchange -> {
      exchange.getResponseHeaders().set("Cache-Control", SHORT);
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(large.getBytes(StandardCharsets.US_ASCII));
    });
    assertThat(get(page).body()).isEqualTo(large);
    assertThat(get(page).body()).isEqualTo(large);
    assertThat(products.requests()).hasSize(2);
  }

  @Test
  void whatBecameOfRequestsIsCounted() throws Exception {
    products.answers(answer("one", "Cache-Control", SHORT));
    get(page);
    get(page);
    assertThat(get("/actuator/prometheus").body())
        .contains(
            "orrery_response_cache_requests_total{application=\"gateway\",result=\"hit\",route=\"products\"}",
            "orrery_response_cache_requests_total{application=\"gateway\",result=\"miss\",route=\"products\"}",
            "orrery_response_cache_size_bytes{",
            "orrery_response_cache_entries{",
            "orrery_response_cache_evictions_total{");
  }
}
