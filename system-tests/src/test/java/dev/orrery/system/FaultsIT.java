package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.shop.Audit;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Crowd;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hundred orders, and one thing dies in the middle of them; {@link ChaosIT} breaks many. */
class FaultsIT {
  private static final int ORDERS = 200;
  private static final int IN_THE_MIDDLE = 60;

  private final Deployment deployment = Deployment.current();
  private final Sandbox sandbox = deployment.sandbox();
  private final Shop shop = new Shop(deployment);
  private final Messages messages = new Messages(deployment);

  @BeforeEach
  void allIsWell() {
    sandbox.start();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "order-service, ORR-1022, ORR-1023",
    "inventory-service, ORR-1034, ORR-1035",
    "payment-service, ORR-1026, ORR-1027",
    "kafka, ORR-1028, ORR-1030",
    "postgres, ORR-1031, ORR-1032",
    "discovery, ORR-1024, ORR-1025"
  })
  void everyOrderEndsThoughOneIsKilled(String server, String sku, String otherSku) {
    everyOrderEnds(
        sku,
        otherSku,
        () -> {
          sandbox.kill(server);
          sandbox.start(server);
        });
  }

  @Test
  void everyOrderEndsThoughAllAreKilledAtOnce() {
    everyOrderEnds(
        "ORR-1040",
        "ORR-1041",
        () -> {
          List.of("payment-service", "kafka", "order-service", "postgres", "inventory-service")
              .forEach(sandbox::kill);
          sandbox.start();
        });
  }

  @Test
  void everyOrderEndsThoughPaymentsSleepUntilTheBrokerGivesThemUp() {
    everyOrderEnds(
        "ORR-1043",
        "ORR-1045",
        () -> {
          sandbox.pause("payment-service");
          try {
            await("the broker to give the paused one up")
                .atMost(Duration.ofSeconds(30))
                .until(() -> messages.isDeserted("payment-service"));
          } finally {
            sandbox.resume("payment-service");
          }
        });
  }

  private void everyOrderEnds(String sku, String otherSku, Runnable fault) {
    UUID customer = UUID.randomUUID();
    Audit audit = new Audit(deployment, customer, List.of(sku, otherSku));
    List<Basket> baskets =
        IntStream.range(0, ORDERS)
            .mapToObj(i -> Basket.mixed(i, sku, otherSku).by(customer))
            .toList();

    try (Crowd crowd = new Crowd(shop, baskets)) {
      crowd.awaitAccepted(IN_THE_MIDDLE);
      assertThat(shop.orders("limit=1&state=PENDING&customerId=" + customer).orders()).isNotEmpty();
      fault.run();
      List<Order> ended = audit.pass(crowd.accepted());

      assertThat(ended.stream().filter(Order::isConfirmed).count())
          .as("confirmed orders")
          .isGreaterThanOrEqualTo(ORDERS / 2);
    }
  }
}
