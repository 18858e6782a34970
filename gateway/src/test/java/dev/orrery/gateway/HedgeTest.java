package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Two real instances of a service, of which one is sometimes slow. */
@TestPropertySource(
    properties = {
      "orrery.guards.routes.products.hedge.percentile=95",
      "orrery.guards.routes.products.hedge.soonest=100ms",
      "orrery.guards.routes.products.deadline=20s",
      "orrery.guards.routes.products.attempt-timeout=15s",
      "orrery.guards.routes.products.retry.spare=20",
      "orrery.guards.routes.products.breaker.minimum-calls=100000",
      "orrery.balance.services.inventory-service=round-robin",
      "orrery.balance.eject-after=2",
    })
class HedgeTest extends BehindGateway {

  private static final Upstream otherProducts = new Upstream();

  @DynamicPropertySource
  static void secondInstance(DynamicPropertyRegistry properties) {
    properties.add(
        "spring.cloud.discovery.client.simple.instances.inventory-service[1].uri",
        otherProducts::url);
  }

  /** It must be known what is slow. */
  @BeforeEach
  void learn() throws Exception {
    otherProducts.reset();
    for (int call = 0; call < 64; call++) {
      assertThat(get("/api/products/" + call).statusCode()).isEqualTo(200);
    }
    products.requests().clear();
    otherProducts.requests().clear();
  }

  private int asked() {
    return products.requests().size() + otherProducts.requests().size();
  }

  @Test
  void theFasterAnswerIsTakenAndTheSlowerCallGivenUp() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    otherProducts.answers(Upstream.text(200, "fast"));
    products.answers(exchange -> {
      assertThat(new CountDownLatch(1).await(2, TimeUnit.SECONDS)).isFalse();
      try {
        exchange.sendResponseHeaders(200, 0);
        for (int piece = 0; piece < 1_000; piece++) {
          exchange.getResponseBody().write(new byte[64_000]);
        }
      } catch (IOException e) {
        givenUp.countDown();
        throw e;
      }
    });
    for (int call = 0; call < 4; call++) {
      long start = System.nanoTime();
      assertThat(get("/api/products/a").body()).isEqualTo("fast");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(1_900));
    }
    assertThat(products.requests()).isNotEmpty();
    assertThat(givenUp.await(20, TimeUnit.SECONDS)).isTrue();
    // To lose is no failure: it is asked again.
    products.answers(Upstream.text(200, "well"));
    products.requests().clear();
    await()
        .until(() -> get("/api/products/b").statusCode() == 200 && !products.requests().isEmpty());
    assertThat(get("/actuator/prometheus").body())
        .contains(
            "orrery_guard_hedges_total{application=\"gateway\",route=\"products\",won=\"true\"}");
  }

  @Test
  void whatIsAnsweredInTimeIsAskedOnce() throws Exception {
    for (int call = 0; call < 20; call++) {
      get("/api/products/c");
    }
    assertThat(asked()).isLessThanOrEqualTo(21);
  }

  @Test
  void aServiceThatIsSlowAltogetherIsNotAskedTwiceForEverything() throws Exception {
    guards.change("products", "retry.spare", "2", null);
    for (int call = 0; call < 64; call++) {
      get("/api/products/d");
    }
    products.requests().clear();
    otherProducts.requests().clear();
    AtomicInteger calls = new AtomicInteger();
    Upstream.Answer slow =
        exchange -> {
          calls.incrementAndGet();
          assertThat(new CountDownLatch(1).await(150, TimeUnit.MILLISECONDS)).isFalse();
          Upstream.text(200, "slow").to(exchange);
        };
    products.answers(slow);
    otherProducts.answers(slow);
    for (int call = 0; call < 30; call++) {
      assertThat(get("/api/products/e").body()).isEqualTo("slow");
    }
    // A tenth of the calls that are remembered.
    assertThat(calls.get()).isBetween(30, 30 + 10);
  }

  @Test
  void whereNobodyElseIsThereNothingIsHedged() throws Exception {
    orders.answers(Upstream.text(200, "ok"));
    guards.change("orders", "hedge.percentile", "95", null);
    guards.change("orders", "hedge.soonest", "1ms", null);
    guards.change("orders", "deadline", "9s", null);
    for (int call = 0; call < 64; call++) {
      get("/api/orders/1");
    }
    orders.requests().clear();
    orders.answers(exchange -> {
      assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
      Upstream.text(200, "slow").to(exchange);
    });
    assertThat(get("/api/orders/2").body()).isEqualTo("slow");
    assertThat(orders.requests()).hasSize(1);
  }
}
