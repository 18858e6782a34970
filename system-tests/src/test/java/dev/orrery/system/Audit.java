package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.system.Book.Entry;
import dev.orrery.system.Book.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What holds once the dust has settled, whatever was broken: every accepted order has ended, no
 * piece and no cent is lost or taken twice, nothing is left behind in a queue.
 */
final class Audit {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Deployment deployment;
  private final Shop shop;
  private final Book book;
  private final UUID customer;
  private final Map<String, Product.Stock> stockBefore;
  private final long bookBefore;

  /** Looks at what there is before one customer orders these products, which nobody else does. */
  Audit(Deployment deployment, UUID customer, Collection<String> skus) {
    this.deployment = deployment;
    this.shop = new Shop(deployment);
    this.book = new Book(deployment);
    this.customer = customer;
    this.stockBefore = skus.stream().collect(Collectors.toMap(Function.identity(), shop::stock));
    this.bookBefore = book.end();
  }

  /** The customer's orders as they ended, all being well. */
  List<Order> pass(Collection<UUID> accepted) {
    everyOrderEnds();
    List<Order> orders = accepted.parallelStream().map(shop::order).toList();
    assertThat(orders).as("accepted orders that have not ended").allMatch(Order::hasEnded);
    assertThat(shop.ordersOf(customer))
        .as("orders there are and orders that were accepted")
        .extracting(Shop.Listed::id)
        .containsExactlyInAnyOrderElementsOf(accepted);
    everyPieceIsSomewhere(orders);
    everyCentIsAccountedFor(orders);
    nothingIsLeftBehind(accepted);
    return orders;
  }

  private void everyOrderEnds() {
    await("the end of every order")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> thereIsNone(Order.State.PENDING) && thereIsNone(Order.State.CANCELLING));
  }

  private boolean thereIsNone(Order.State state) {
    return shop.orders("limit=1&state=%s&customerId=%s".formatted(state, customer))
        .orders()
        .isEmpty();
  }

  private void everyPieceIsSomewhere(List<Order> orders) {
    stockBefore.forEach((sku, before) -> {
      Product.Stock now = shop.stock(sku);
      long confirmed =
          orders.stream().filter(Order::isConfirmed).mapToLong(order -> order.pieces(sku)).sum();
      assertThat(now.available() + now.reserved() + now.sold()).as(sku).isEqualTo(now.seeded());
      assertThat(now.reserved()).as(sku + " reserved").isEqualTo(before.reserved());
      assertThat(now.sold() - before.sold()).as(sku + " sold").isEqualTo(confirmed);
    });
  }

  private void everyCentIsAccountedFor(List<Order> orders) {
    Map<UUID, List<Entry>> entries = book.since(bookBefore);
    orders.parallelStream()
        .forEach(order -> {
          List<Entry> written = entries.getOrDefault(order.id(), List.of());
          if (order.isConfirmed()) {
            isPaidOnce(order, written);
          } else if (order.cancellation() != null) {
            isGivenBackOnce(order, written);
          } else {
            isNotPaid(order, written);
          }
        });
    assertThat(book.chargesPerReferenceMax()).isLessThanOrEqualTo(1);
  }

  private void isPaidOnce(Order order, List<Entry> written) {
    assertThat(written)
        .as("the provider's book of confirmed order " + order.id())
        .extracting(Entry::kind)
        .containsExactly(Kind.AUTHORIZATION, Kind.CAPTURE);
    isAllOfIt(order, written, "CAPTURED");
  }

  private void isGivenBackOnce(Order order, List<Entry> written) {
    assertThat(written)
        .as("the provider's book of order " + order.id() + ", placed and cancelled")
        .extracting(Entry::kind)
        .containsExactly(Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REFUND);
    isAllOfIt(order, written, "REFUNDED");
  }

  private void isAllOfIt(Order order, List<Entry> written, String state) {
    Payment payment = shop.payment(order.id());
    assertThat(payment.state()).isEqualTo(state);
    assertThat(payment.amount()).isEqualTo(order.total());
    assertThat(written)
        .allSatisfy(entry -> {
          assertThat(new Money(entry.amount(), entry.currency())).isEqualTo(order.total());
          assertThat(entry.reference()).isEqualTo(payment.paymentId().toString());
        });
  }

  private void isNotPaid(Order order, List<Entry> written) {
    var kinds = written.stream().map(Entry::kind).toList();
    assertThat(kinds)
        .as("the provider's book of order " + order.id() + ", not placed")
        .doesNotContain(Kind.CAPTURE);
    if (kinds.contains(Kind.AUTHORIZATION)) {
      assertThat(kinds)
          .as("the authorization of order " + order.id() + ", not placed")
          .endsWith(Kind.REVERSAL);
    }
    // Whoever is cancelled early enough has no payment at all.
    if (order.state() == Order.State.REJECTED && !order.reason().equals("out_of_stock")) {
      assertThat(shop.payment(order.id()).state()).isIn("DECLINED", "VOIDED");
    }
  }

  private void nothingIsLeftBehind(Collection<UUID> accepted) {
    for (String service : Metrics.SERVICES) {
      await("the outbox of " + service + " to be empty")
          .untilAsserted(() ->
              assertThat(Metrics.of(deployment, service).value("orrery_outbox_backlog"))
                  .hasValue(0));
    }
    assertThat(new Messages(deployment).deadLetters())
        .as("dead letters of these orders")
        .noneMatch(letter -> accepted.stream().anyMatch(id -> id.toString().equals(letter.key())));
  }
}
