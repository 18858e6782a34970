package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.shop.Answer;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Money;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Payment;
import dev.orrery.sandbox.shop.Product;
import dev.orrery.sandbox.shop.Shop;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an order while all is well. */
class OrdersIT {
  private static final String NONE_LEFT = "ORR-1044";

  private final Shop shop = new Shop(Deployment.current());

  @Test
  void anOrderIsAcceptedAtOnceAndConfirmedByItsSaga() {
    Basket basket = Basket.of("ORR-1001", 2).and("ORR-1033", 3);

    Answer accepted = shop.place(basket, Shop.newKey()).expect(202);
    Order placed = accepted.as(Order.class);
    assertThat(accepted.header("Location")).isEqualTo("/api/orders/" + placed.id());

    Order order = shop.ended(placed.id());
    assertThat(order.state()).isEqualTo(Order.State.CONFIRMED);
    assertThat(order.reason()).isNull();
    assertThat(order.customerId()).isEqualTo(basket.customerId());
    assertThat(order.lines()).extracting(Order.Line::sku).containsExactly("ORR-1001", "ORR-1033");
    assertThat(order.total()).isEqualTo(new Money(2 * 34_900 + 3 * 1_490, "EUR"));
    assertThat(order.traceId()).matches("[0-9a-f]{32}");
    assertThat(order.history())
        .extracting(Order.Change::state)
        .containsExactly(Order.State.PENDING, Order.State.CONFIRMED);
    assertThat(order.version()).isEqualTo(order.history().getLast().version());
    assertThat(order.saga().state()).isEqualTo("COMPLETED");
    assertThat(order.commands())
        .containsExactly(
            "DO reserve stock", "DO authorize payment", "DO capture payment", "DO commit stock");
    assertThat(order.saga().steps())
        .allSatisfy(step -> assertThat(step.answeredAt()).isAfterOrEqualTo(step.sentAt()));
  }

  @Test
  void whoPrefersToWaitIsAnsweredWithTheEnd() {
    Answer answer =
        shop.place(Basket.of("ORR-1005", 1), Shop.newKey(), "Prefer", "wait=10").expect(201);

    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
    assertThat(answer.as(Order.class).state()).isEqualTo(Order.State.CONFIRMED);
  }

  @Test
  void anOrderForMoreThanThereIsIsRejectedWholly() {
    Product.Stock before = shop.stock("ORR-1007");

    Order order = shop.buy(Basket.of("ORR-1007", 1).and(NONE_LEFT, 1));

    assertThat(order.state()).isEqualTo(Order.State.REJECTED);
    assertThat(order.reason()).isEqualTo("out_of_stock");
    assertThat(shop.stock("ORR-1007")).isEqualTo(before);
    shop.http().get("/api/payments/" + order.id()).refusedWith(404);
  }

  @ParameterizedTest
  @CsvSource({
    "tok_declined, card_declined",
    "tok_insufficient_funds, insufficient_funds",
    "tok_nobody_has, invalid_token"
  })
  void anOrderThatIsNotPaidIsRejectedAndGivesBackItsStock(String token, String reason) {
    Product.Stock before = shop.stock("ORR-1008");

    Order order = shop.buy(Basket.of("ORR-1008", 4).paidWith(token));

    assertThat(order.state()).isEqualTo(Order.State.REJECTED);
    assertThat(order.reason()).isEqualTo(reason);
    assertThat(order.commands()).endsWith("UNDO reserve stock");
    assertThat(shop.stock("ORR-1008")).isEqualTo(before);
    assertThat(shop.payment(order.id()).state()).isEqualTo("DECLINED");
  }

  @Test
  void aConfirmedOrderHasItsPiecesAndItsMoneyTaken() {
    Product.Stock before = shop.stock("ORR-1009");

    Order order = shop.buy(Basket.of("ORR-1009", 3));

    Product.Stock after = shop.stock("ORR-1009");
    assertThat(after.sold()).isEqualTo(before.sold() + 3);
    assertThat(after.available()).isEqualTo(before.available() - 3);
    assertThat(after.reserved()).isEqualTo(before.reserved());
    Payment payment = shop.payment(order.id());
    assertThat(payment.amount()).isEqualTo(order.total());
    assertThat(payment.history())
        .extracting(Payment.Change::state)
        .containsExactly("AUTHORIZING", "AUTHORIZED", "CAPTURING", "CAPTURED");
  }

  @Test
  void whoWatchesAnOrderSeesEachChangeWhenItHappens() {
    Order placed = shop.place(Basket.of("ORR-1010", 1).paidWith("tok_slow"));

    try (var stream = shop.events(placed.id())) {
      var events = stream.iterator();
      assertThat(events.next().name()).isEqualTo("PENDING");
      // It is there before the next can be.
      assertThat(shop.order(placed.id()).state()).isEqualTo(Order.State.PENDING);
      Shop.Event last = events.next();
      assertThat(last.name()).isEqualTo("CONFIRMED");
      assertThat(last.order().state()).isEqualTo(Order.State.CONFIRMED);
      assertThat(events.hasNext()).isFalse();
    }
  }

  @Test
  void ordersOfACustomerComeInPagesNewestFirst() {
    UUID customer = UUID.randomUUID();
    for (int pieces = 1; pieces <= 5; pieces++) {
      shop.place(Basket.of("ORR-1042", pieces).by(customer));
    }

    Shop.Page first = shop.orders("limit=3&customerId=" + customer);
    Shop.Page second =
        shop.orders("limit=3&customerId=%s&after=%s".formatted(customer, first.next()));

    assertThat(first.orders())
        .extracting(order -> order.total().amount() / 1_290)
        .containsExactly(5L, 4L, 3L);
    assertThat(second.orders())
        .extracting(order -> order.total().amount() / 1_290)
        .containsExactly(2L, 1L);
    assertThat(second.next()).isNull();
  }

  @Test
  void productsComeInPagesAndByName() {
    Product.Page first = shop.products("limit=30");
    Product.Page second = shop.products("limit=30&after=" + first.next());
    List<Product> named = shop.products("sku=ORR-1044&sku=ORR-1033&sku=NOBODY").products();

    assertThat(first.products()).hasSize(30);
    assertThat(second.next()).isNull();
    assertThat(second.products()).doesNotContainAnyElementsOf(first.products()).isNotEmpty();
    assertThat(named).extracting(Product::sku).containsExactlyInAnyOrder("ORR-1033", "ORR-1044");
    Product atlas = shop.product("ORR-1044");
    assertThat(atlas.price()).isEqualTo(new Money(39_900, "EUR"));
    assertThat(atlas.available()).isZero();
  }
}
