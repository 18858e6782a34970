package dev.orrery.order.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.OrderEvent.OrderShipped;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Subscription;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** Moves of one order by many threads at once: Postgres decides, and each is told the truth. */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class OrderRacesTest {
  private static final int THREADS = 8;

  @Autowired Orders orders;
  @Autowired TransactionOperations transactions;
  @Autowired Shipped shipped;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(OrderRacesTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> "order-races.");
    registry.add("eureka.client.enabled", () -> "false");
    registry.add("orrery.telemetry.traces-per-second", () -> "0");
  }

  record Shipped(List<UUID> orders) {}

  @TestConfiguration(proxyBeanMethods = false)
  static class Listening {
    @Bean
    Shipped shipped() {
      return new Shipped(new CopyOnWriteArrayList<>());
    }

    @Bean
    Subscription<OrderEvent> events(Shipped shipped) {
      return Subscription.inbox(
          Topics.ORDER_EVENTS,
          "test-events",
          OrderEvent.class,
          batch ->
              batch.stream()
                  .map(Inbound::payload)
                  .filter(OrderShipped.class::isInstance)
                  .forEach(event -> shipped.orders().add(event.orderId())));
    }
  }

  @RepeatedTest(10)
  void whoeverShipsAtOnceOneOfThemShips() throws Exception {
    UUID id = pending();
    confirm(id);

    List<String> answers = atOnce(thread -> ship(id));

    assertThat(answers)
        .containsOnlyOnce("shipped")
        .filteredOn("SHIPPED"::equals)
        .hasSize(THREADS - 1);
    assertThat(states(id))
        .containsExactly(OrderState.PENDING, OrderState.CONFIRMED, OrderState.SHIPPED);
    await().untilAsserted(() -> assertThat(shipped.orders()).containsOnlyOnce(id));
  }

  @RepeatedTest(10)
  void shippingThatMeetsTheConfirmationComesAfterItOrNotAtAll() throws Exception {
    UUID id = pending();

    List<String> answers = atOnce(thread -> thread == 0 ? confirm(id) : ship(id));

    assertThat(answers.getFirst()).isEqualTo("confirmed");
    assertThat(answers.subList(1, THREADS)).containsAnyOf("shipped", "PENDING");
    boolean isShipped = answers.contains("shipped");
    assertThat(answers.stream().filter("shipped"::equals).count()).isLessThanOrEqualTo(1);
    assertThat(states(id))
        .isEqualTo(
            isShipped
                ? List.of(OrderState.PENDING, OrderState.CONFIRMED, OrderState.SHIPPED)
                : List.of(OrderState.PENDING, OrderState.CONFIRMED));
  }

  @RepeatedTest(10)
  void shippingAndCancellingAtOnceIsOneOfTheTwo() throws Exception {
    UUID id = pending();
    confirm(id);

    List<String> answers = atOnce(thread -> thread % 2 == 0 ? cancel(id) : ship(id));

    boolean isShipped = answers.contains("shipped");
    assertThat(answers).containsOnlyOnce(isShipped ? "shipped" : "cancelled");
    assertThat(answers).doesNotContain(isShipped ? "cancelled" : "shipped");
    assertThat(states(id))
        .containsExactly(
            OrderState.PENDING,
            OrderState.CONFIRMED,
            isShipped ? OrderState.SHIPPED : OrderState.CANCELLING);
  }

  private String cancel(UUID id) {
    try {
      OrderState before = transactions.execute(status -> orders.cancel(id, "test"));
      return before == OrderState.CONFIRMED ? "cancelled" : "before";
    } catch (IllegalTransition refused) {
      return refused.state().name();
    }
  }

  private UUID pending() {
    UUID id = Ids.next();
    var lines = List.of(new OrderLine("A", "a", 2, new Money(1_050, "EUR")));
    transactions.executeWithoutResult(status ->
        orders.add(
            Order.place(
                id, UUID.randomUUID(), lines, "tok_visa", Ids.next(), null, Instant.now())));
    return id;
  }

  private String confirm(UUID id) {
    transactions.executeWithoutResult(status -> orders.confirm(id));
    return "confirmed";
  }

  /** What the caller is told: that it is shipped, or where the order is instead. */
  private String ship(UUID id) {
    try {
      orders.ship(id);
      return "shipped";
    } catch (IllegalTransition refused) {
      return refused.state().name();
    }
  }

  private List<OrderState> states(UUID id) {
    return orders.history(id).stream().map(Past::state).toList();
  }

  private static List<String> atOnce(IntFunction<String> caller) throws Exception {
    var start = new CyclicBarrier(THREADS);
    List<Future<String>> answers = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        answers.add(
            threads.submit(() -> {
              start.await(10, TimeUnit.SECONDS);
              return caller.apply(thread);
            }));
      }
    }
    List<String> told = new ArrayList<>();
    for (Future<String> answer : answers) {
      told.add(answer.get());
    }
    return told;
  }
}
