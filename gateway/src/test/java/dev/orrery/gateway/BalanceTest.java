package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** What is simulated elsewhere, with two instances of two services. */
@TestPropertySource(
    properties = {
      "orrery.guards.defaults.breaker.minimum-calls=100000",
      "orrery.guards.defaults.retry.spare=1000",
      "orrery.guards.routes.orders.retry.attempts=2",
      "orrery.guards.routes.orders.deadline=10s",
      "orrery.guards.routes.products.hedge.percentile=0",
      "orrery.balance.eject-for=5m",
      "orrery.balance.drain-for=5s",
    })
class BalanceTest extends BehindGateway {

  static final Upstream otherOrders = new Upstream();
  static final Upstream otherProducts = new Upstream();

  @DynamicPropertySource
  static void secondInstances(DynamicPropertyRegistry properties) {
    String simple = "spring.cloud.discovery.client.simple.instances.";
    properties.add(simple + "order-service[1].uri", otherOrders::url);
    properties.add(simple + "inventory-service[1].uri", otherProducts::url);
  }

  @Test
  void theSlowerInstanceIsAskedLess() throws Exception {
    otherOrders.reset();
    CountDownLatch never = new CountDownLatch(1);
    otherOrders.answers(exchange -> {
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
      Upstream.text(200, "slow").to(exchange);
    });
    // The first answers of all were slow too; that is forgotten in seconds.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/api/orders").statusCode() == 200 && orders.requests().size() > 20);
    orders.requests().clear();
    otherOrders.requests().clear();
    for (int call = 0; call < 60; call++) {
      assertThat(get("/api/orders/" + call).statusCode()).isEqualTo(200);
    }
    assertThat(otherOrders.requests()).hasSizeLessThan(15);
    assertThat(orders.requests()).hasSizeGreaterThan(45);
  }

  @Test
  void aProductIsAlwaysAskedForAtTheSameInstance() throws Exception {
    otherProducts.reset();
    for (int call = 0; call < 90; call++) {
      get("/api/products/" + call % 30);
    }
    assertThat(products.requests())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(otherProducts.requests());
    assertThat(otherProducts.requests()).isNotEmpty();
  }

  @Test
  void anInstanceOfAFullServiceIsNotEjected() throws Exception {
    otherOrders.reset();
    otherOrders.answers(exchange -> {
      exchange.getResponseHeaders().set("Orrery-Refused-By", "admission");
      Upstream.text(503, "no more orders for the moment").to(exchange);
    });
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          get("/api/orders");
          return otherOrders.requests().size() > 30;
        });
    otherOrders.answers(Upstream.text(200, "again"));
    otherOrders.requests().clear();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/api/orders").statusCode() == 200 && !otherOrders.requests().isEmpty());
  }

  @Test
  void anInstanceThatSaysItIsAboutToStopIsLeftAlone() throws Exception {
    otherOrders.reset();
    otherOrders.answers(exchange -> {
      exchange.getResponseHeaders().set("Orrery-Draining", "true");
      Upstream.text(200, "the last").to(exchange);
    });
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/api/orders").body().equals("the last"));
    int asked = otherOrders.requests().size();
    for (int call = 0; call < 30; call++) {
      assertThat(get("/api/orders/" + call).body()).isEqualTo("ok");
    }
    assertThat(otherOrders.requests()).hasSize(asked);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/api/orders").body().equals("the last"));
  }
}
