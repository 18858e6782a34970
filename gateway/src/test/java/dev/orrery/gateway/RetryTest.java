package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Products have a second instance here, and what fails at one may be asked of the other. */
@TestPropertySource(
    properties = {
      "orrery.gateway.routes.products.methods=GET, POST",
      // Or the sick instance would not be asked at all.
      "orrery.balance.eject-after=1000000",
      "orrery.balance.algorithm=round-robin",
      "orrery.balance.services.inventory-service=round-robin",
      "orrery.guards.routes.products.attempt-timeout=300ms",
      "orrery.guards.routes.products.hedge.percentile=0",
      "orrery.guards.routes.products.deadline=10s",
      "orrery.guards.routes.products.retry.longest-backoff=2s",
      "orrery.guards.routes.products.retry.spare=20",
      "orrery.guards.routes.products.breaker.minimum-calls=100000",
      "orrery.guards.routes.products.breaker.slow-call=9s",
    })
class RetryTest extends BehindGateway {

  static final Upstream otherProducts = new Upstream();

  @DynamicPropertySource
  static void secondInstance(DynamicPropertyRegistry properties) {
    properties.add(
        "spring.cloud.discovery.client.simple.instances.inventory-service[1].uri",
        otherProducts::url);
  }

  /** What the test before spent is no longer counted: another window begins empty. */
  @BeforeEach
  void newBudget(TestInfo test) {
    int seconds = 10 + Math.floorMod(test.getDisplayName().hashCode(), 50);
    guards.change("products", "retry.window", seconds + "s", null);
  }

  private void bothAnswer(Upstream.Answer answer) {
    products.reset();
    otherProducts.reset();
    products.answers(answer);
    otherProducts.answers(answer);
  }

  private int asked() {
    return products.requests().size() + otherProducts.requests().size();
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void whatOneInstanceCannotDoAnotherIsAskedFor(int status) throws Exception {
    bothAnswer(Upstream.text(200, "well"));
    products.answers(Upstream.text(status, "sick"));
    for (int call = 0; call < 6; call++) {
      assertThat(get("/api/products/" + call).body()).isEqualTo("well");
    }
    assertThat(products.requests()).isNotEmpty();
    assertThat(otherProducts.requests()).hasSize(6);
  }

  @Test
  void anInstanceThatBreaksTheConnectionOrNeverAnswersIsReplaced() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    bothAnswer(Upstream.text(200, "well"));
    products.answers(exchange -> {
      throw new IOException("gone");
    });
    for (int call = 0; call < 3; call++) {
      assertThat(get("/api/products").body()).isEqualTo("well");
    }
    products.answers(exchange -> release.await());
    for (int call = 0; call < 3; call++) {
      assertThat(get("/api/products").body()).isEqualTo("well");
    }
    release.countDown();
  }

  @Test
  void aWriteIsRepeatedOnlyWhereItsKeyMakesThatSafe() throws Exception {
    bothAnswer(Upstream.text(503, "sick"));
    send(to("/api/products").POST(BodyPublishers.ofString("{}")));
    assertThat(asked()).isEqualTo(1);
    bothAnswer(exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(products.requests().isEmpty() ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    });
    HttpResponse<String> answer =
        send(
            to("/api/products")
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofString("the body, whole")));
    assertThat(asked()).isEqualTo(products.requests().isEmpty() ? 1 : 2);
    assertThat(answer.body()).isEqualTo("the body, whole");
  }

  @Test
  void whoAsksToBeLeftAloneForLongIsNotAskedAgain() throws Exception {
    bothAnswer(exchange -> {
      exchange.getResponseHeaders().set("Retry-After", "30");
      Upstream.text(503, "later").to(exchange);
    });
    HttpResponse<String> answer = get("/api/products");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void whoAsksForASecondIsGivenIt() throws Exception {
    bothAnswer(exchange -> {
      exchange.getResponseHeaders().set("Retry-After", "1");
      Upstream.text(asked() == 1 ? 503 : 200, "later").to(exchange);
    });
    long start = System.nanoTime();
    assertThat(get("/api/products").statusCode()).isEqualTo(200);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
    assertThat(asked()).isEqualTo(2);
  }

  @Test
  void anOutageIsAnsweredWithATenthMoreLoadAndNotWithAMultiple() throws Exception {
    bothAnswer(Upstream.text(503, "out"));
    for (int call = 0; call < 300; call++) {
      assertThat(get("/api/products").body()).isEqualTo("out");
    }
    assertThat(asked()).isBetween(310, 330);
    assertThat(get("/actuator/prometheus").body())
        .contains(
            "orrery_guard_retries_total{application=\"gateway\",reason=\"503\",route=\"products\"}",
            "orrery_guard_retries_withheld_total{application=\"gateway\","
                + "reason=\"no-budget\",route=\"products\"}");
    await().until(() -> guards.guard("products").bulkhead().taken() == 0);
  }
}
