package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.shop.Audit;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Book;
import dev.orrery.sandbox.shop.Book.Kind;
import dev.orrery.sandbox.shop.Crowd;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Product;
import dev.orrery.sandbox.shop.Shop;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Customers who change their mind, at every moment. */
class CancellationIT {
  private static final int ORDERS = 60;

  private final Deployment deployment = Deployment.current();
  private final Sandbox sandbox = deployment.sandbox();
  private final Shop shop = new Shop(deployment);
  private final Book book = new Book(deployment);

  @BeforeEach
  void allIsWell() {
    sandbox.start();
  }

  @Test
  void aConfirmedOrderGivesItsMoneyAndItsPiecesBack() {
    Product.Stock before = shop.stock("ORR-1018");
    Order confirmed = shop.buy(Basket.of("ORR-1018", 3));
    assertThat(shop.stock("ORR-1018").sold()).isEqualTo(before.sold() + 3);

    shop.cancel(confirmed.id()).expect(202);
    Order cancelled = shop.ended(confirmed.id());

    assertThat(cancelled.state()).isEqualTo(Order.State.CANCELLED);
    assertThat(cancelled.history())
        .extracting(Order.Change::state)
        .containsExactly(
            Order.State.PENDING,
            Order.State.CONFIRMED,
            Order.State.CANCELLING,
            Order.State.CANCELLED);
    assertThat(cancelled.cancellation().steps())
        .extracting(Order.Step::step)
        .containsExactlyInAnyOrder("refund payment", "return stock");
    assertThat(shop.stock("ORR-1018")).isEqualTo(before);
    assertThat(book.of(confirmed.id()))
        .containsExactly(Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REFUND);
    assertThat(shop.payment(confirmed.id()).state()).isEqualTo("REFUNDED");
    assertThat(shop.cancel(confirmed.id()).expect(200).as(Order.class).version())
        .isEqualTo(cancelled.version());
  }

  @Test
  void whateverTheMomentItCostsNothing() {
    everythingComesBack("ORR-1004", () -> {});
  }

  @Test
  void whateverTheMomentItCostsNothingThoughParticipantsAreKilled() {
    everythingComesBack(
        "ORR-1017",
        () -> {
          sandbox.kill("payment-service");
          sandbox.kill("inventory-service");
          sandbox.start();
        });
  }

  private void everythingComesBack(String sku, Runnable fault) {
    UUID customer = UUID.randomUUID();
    Audit audit = new Audit(deployment, customer, List.of(sku));
    List<Basket> baskets =
        IntStream.range(0, ORDERS).mapToObj(i -> basket(i, sku).by(customer)).toList();

    try (Crowd crowd = new Crowd(shop, baskets)) {
      crowd.awaitAccepted(ORDERS / 3);
      fault.run();
      List<UUID> accepted = crowd.accepted();
      accepted.parallelStream().forEach(this::insistOnCancelling);
      List<Order> ended = audit.pass(accepted);

      assertThat(ended)
          .extracting(Order::state)
          .containsOnly(Order.State.CANCELLED, Order.State.REJECTED);
    }
  }

  /** Sends it again until it is answered: to cancel twice is to cancel once. */
  private void insistOnCancelling(UUID order) {
    await()
        .pollInSameThread()
        .atMost(Duration.ofMinutes(2))
        .ignoreException(UncheckedIOException.class)
        .until(() -> List.of(200, 202, 409).contains(shop.cancel(order).status()));
  }

  /** The provider takes its time, so that orders are at every step when they are cancelled. */
  private static Basket basket(int i, String sku) {
    Basket basket = Basket.of(sku, 1 + i % 3);
    return switch (i % 5) {
      case 0 -> basket.paidWith("tok_declined");
      case 1, 2 -> basket.paidWith("tok_slow");
      case 3 -> basket.paidWith("tok_lost_response");
      default -> basket;
    };
  }
}
