package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Book;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Money is taken once, however badly the provider answers. */
class PaymentsIT {
  private final Deployment deployment = Deployment.current();
  private final Shop shop = new Shop(deployment);
  private final Book book = new Book(deployment);

  @ParameterizedTest
  @ValueSource(strings = {"tok_visa", "tok_slow", "tok_lost_response"})
  void aConfirmedOrderIsChargedOnce(String token) {
    Order order = shop.buy(Basket.of("ORR-1011", 1).paidWith(token));

    assertThat(order.state()).isEqualTo(Order.State.CONFIRMED);
    assertThat(shop.payment(order.id()).state()).isEqualTo("CAPTURED");
    assertThat(book.of(order.id())).containsExactly(Book.Kind.AUTHORIZATION, Book.Kind.CAPTURE);
  }

  @Test
  void ordersPlacedWhileTheProviderIsAwayEndWhenItIsBack() {
    List<Order> placed;
    try (Faults _ = Faults.outage(deployment)) {
      placed =
          Stream.of("tok_visa", "tok_mastercard", "tok_declined")
              .map(token -> shop.place(Basket.of("ORR-1012", 1).paidWith(token)))
              .toList();
      await("them to wait for their money")
          .untilAsserted(() ->
              assertThat(placed)
                  .allSatisfy(order ->
                      assertThat(shop.payment(order.id()).state()).isEqualTo("AUTHORIZING")));
      await("them to go on waiting")
          .during(Duration.ofSeconds(2))
          .until(() -> placed.stream().noneMatch(order -> shop.order(order.id()).hasEnded()));
    }

    assertThat(placed.stream().map(order -> shop.ended(order.id()).state()))
        .containsExactly(Order.State.CONFIRMED, Order.State.CONFIRMED, Order.State.REJECTED);
    assertThat(book.chargesPerReferenceMax()).isLessThanOrEqualTo(1);
  }

  @Test
  void aProviderThatFailsHalfOfTheTimeChargesNobodyTwice() {
    List<Order> ended;
    try (Faults _ = Faults.errors(deployment, 0.5)) {
      ended =
          Stream.generate(() -> shop.place(Basket.of("ORR-1014", 1))).limit(20).toList().stream()
              .map(order -> shop.ended(order.id()))
              .toList();
    }

    assertThat(ended).allMatch(Order::isConfirmed);
    assertThat(ended)
        .allSatisfy(order ->
            assertThat(book.of(order.id()))
                .containsExactly(Book.Kind.AUTHORIZATION, Book.Kind.CAPTURE));
  }
}
