package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Http;
import dev.orrery.sandbox.shop.Metrics;
import dev.orrery.sandbox.shop.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the servers say of themselves. */
class MetricsIT {
  private final Deployment deployment = Deployment.current();
  private final Shop shop = new Shop(deployment);

  @ParameterizedTest
  @ValueSource(
      strings = {"gateway", "discovery", "order-service", "inventory-service", "payment-service"})
  void everyServerIsReadyAndTellsItsMetrics(String server) {
    Http http = new Http(deployment.uri(server));

    assertThat(http.get("/actuator/health/readiness").as(Health.class).status()).isEqualTo("UP");
    assertThat(http.get("/actuator/health/liveness").as(Health.class).status()).isEqualTo("UP");
    assertThat(Metrics.of(deployment, server).value("jvm_memory_used_bytes")).isPresent();
  }

  private record Health(String status) {}

  @Test
  void anOrderIsCountedAndLeavesNoBacklog() {
    double before = sagas("orrery_saga_duration_seconds_count");

    shop.buy(Basket.of("ORR-1003", 1));

    assertThat(sagas("orrery_saga_duration_seconds_count")).isGreaterThan(before);
    await().untilAsserted(() -> assertThat(sagas("orrery_saga_open")).isZero());
    for (String service : Metrics.SERVICES) {
      await("the outbox of " + service)
          .untilAsserted(() ->
              assertThat(Metrics.of(deployment, service).value("orrery_outbox_backlog"))
                  .hasValue(0));
    }
  }

  private double sagas(String metric) {
    return Metrics.of(deployment, "order-service").value(metric).orElse(0);
  }
}
