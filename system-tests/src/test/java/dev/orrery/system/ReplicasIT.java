package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.Shape;
import dev.orrery.sandbox.shop.Audit;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Crowd;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two of each service, and orders that go on with one of each. */
class ReplicasIT {
  private static final int ORDERS = 150;
  private static final int IN_THE_MIDDLE = 30;
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> FIRST =
      List.of("order-service", "inventory-service", "payment-service");
  private static final List<String> SECOND = FIRST.stream().map(name -> name + "-2").toList();
  private static final List<String> DATABASES = List.of("orders", "inventory", "payments");

  private static final Deployment DEPLOYMENT = Deployment.current();

  private static final Messages MESSAGES = new Messages(DEPLOYMENT);

  private static Sandbox sandbox;
  private static Map<String, Integer> membersOfOne;

  private final Shop shop = new Shop(DEPLOYMENT);

  @BeforeAll
  static void thereAreTwoOfEach() {
    DEPLOYMENT.sandbox().start();
    membersOfOne = FIRST.stream().collect(Collectors.toMap(Function.identity(), MESSAGES::members));
    sandbox = DEPLOYMENT.sandbox().reshaped(Shape.USUAL.withLinks().withReplicas(2));
  }

  @BeforeEach
  void allIsWell() {
    sandbox.start();
    FIRST.forEach(service ->
        await("both of " + service + " to take part")
            .atMost(PATIENCE)
            .until(() -> MESSAGES.members(service) == 2 * membersOfOne.get(service)));
  }

  @AfterAll
  static void oneOfEachIsEnough() {
    SECOND.forEach(sandbox::stop);
  }

  @Test
  void ordersGoOnThoughOneOfEachIsKilled() {
    ordersGoOn("ORR-1036", "ORR-1037", () -> FIRST.forEach(sandbox::kill), () -> {});
  }

  @Test
  void ordersGoOnThoughOneOfEachIsFrozen() {
    ordersGoOn(
        "ORR-1038",
        "ORR-1039",
        () -> SECOND.forEach(sandbox::pause),
        () -> SECOND.forEach(sandbox::resume));
  }

  private void ordersGoOn(String sku, String otherSku, Runnable fault, Runnable end) {
    UUID customer = UUID.randomUUID();
    Audit audit = new Audit(DEPLOYMENT, customer, List.of(sku, otherSku));
    List<Basket> baskets =
        IntStream.range(0, ORDERS)
            .mapToObj(i -> Basket.mixed(i, sku, otherSku).by(customer))
            .toList();
    try (Crowd crowd = new Crowd(shop, baskets, INTERVAL, PATIENCE, _ -> false)) {
      crowd.awaitAccepted(IN_THE_MIDDLE);
      fault.run();
      try {
        crowd.accepted();
        await("every order to end with one of each")
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> noneIsPending(customer));
      } finally {
        end.run();
      }
      sandbox.start();

      List<Order> ended = audit.pass(crowd.accepted());

      assertThat(ended.stream().filter(Order::isConfirmed).count())
          .as("confirmed orders")
          .isGreaterThanOrEqualTo(ORDERS / 2);
      assertThat(claimedTwice()).as("timers that two instances claimed").isZero();
      DATABASES.forEach(database ->
          await("one of the two to relay for " + database)
              .untilAsserted(() -> assertThat(relaying(database)).isEqualTo(1)));
    }
  }

  private boolean noneIsPending(UUID customer) {
    return shop.orders("limit=1&state=PENDING&customerId=" + customer).orders().isEmpty();
  }

  /** Those who may relay what is in the outbox of a database: who holds its advisory lock. */
  private static long relaying(String database) {
    return number(
        database,
        """
        select count(*) from pg_locks
         where locktype = 'advisory' and granted
           and database = (select oid from pg_database where datname = current_database())
        """);
  }

  /** A timer that two instances claim repeats an attempt of a step. */
  private static long claimedTwice() {
    return number(
        "orders",
        """
        select count(*) from (
          select 1 from saga_command
           group by saga_id, step, action, attempt having count(*) > 1) twice
        """);
  }

  private static long number(String name, String query) {
    Database database = sandbox.database(name);
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.username(), database.password());
        ResultSet result = connection.createStatement().executeQuery(query)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
