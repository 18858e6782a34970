package dev.orrery.sandbox.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.shop.Book.Entry;
import dev.orrery.sandbox.shop.Book.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InvariantsTest {

  private static final Money PRICE = new Money(3_990, "EUR");
  private static final UUID PAYMENT = UUID.randomUUID();

  @Test
  void whatIsConfirmedIsPaidOnce() {
    assertThat(confirmed("CAPTURED", PRICE, Kind.AUTHORIZATION, Kind.CAPTURE)).isEmpty();

    assertThat(confirmed("CAPTURED", PRICE, Kind.AUTHORIZATION)).isNotEmpty();
    assertThat(confirmed("CAPTURED", PRICE)).isNotEmpty();
    assertThat(confirmed("CAPTURED", PRICE, Kind.AUTHORIZATION, Kind.CAPTURE, Kind.CAPTURE))
        .isNotEmpty();
    assertThat(confirmed("CAPTURED", PRICE, Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REVERSAL))
        .isNotEmpty();
    assertThat(confirmed("AUTHORIZED", PRICE, Kind.AUTHORIZATION, Kind.CAPTURE)).isNotEmpty();
  }

  @Test
  void whatIsConfirmedIsPaidToTheCent() {
    Money less = new Money(3_989, "EUR");
    assertThat(confirmed("CAPTURED", less, Kind.AUTHORIZATION, Kind.CAPTURE)).isNotEmpty();
    List<Entry> book = List.of(entry(Kind.AUTHORIZATION, PRICE), entry(Kind.CAPTURE, less));
    assertThat(Invariants.of(order(Order.State.CONFIRMED), book, payment("CAPTURED", PRICE)))
        .isNotEmpty();
  }

  @Test
  void whatIsConfirmedHasAPayment() {
    List<Entry> book = List.of(entry(Kind.AUTHORIZATION, PRICE), entry(Kind.CAPTURE, PRICE));
    assertThat(Invariants.of(order(Order.State.CONFIRMED), book, Optional.empty())).isNotEmpty();
  }

  @Test
  void whatIsRejectedIsNotPaid() {
    assertThat(rejected(payment("DECLINED", PRICE), Kind.DECLINE)).isEmpty();
    assertThat(rejected(payment("VOIDED", PRICE), Kind.AUTHORIZATION, Kind.REVERSAL)).isEmpty();
    assertThat(rejected(Optional.empty())).isEmpty();

    assertThat(rejected(payment("VOIDED", PRICE), Kind.AUTHORIZATION)).isNotEmpty();
    assertThat(rejected(payment("VOIDED", PRICE), Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REVERSAL))
        .isNotEmpty();
    assertThat(rejected(payment("AUTHORIZED", PRICE), Kind.AUTHORIZATION, Kind.REVERSAL))
        .isNotEmpty();
    assertThat(rejected(Optional.empty(), Kind.AUTHORIZATION, Kind.REVERSAL)).isNotEmpty();
  }

  @Test
  void whatIsCancelledLateIsGivenBackOnce() {
    Order order =
        order(Order.State.CANCELLED, new Order.Saga(UUID.randomUUID(), "COMPLETED", List.of()));
    List<Entry> book = entries(Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REFUND);
    assertThat(Invariants.of(order, book, payment("REFUNDED", PRICE))).isEmpty();

    assertThat(Invariants.of(order, book, payment("CAPTURED", PRICE))).isNotEmpty();
    assertThat(Invariants.of(order, book.subList(0, 2), payment("REFUNDED", PRICE))).isNotEmpty();
    List<Entry> twice = entries(Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REFUND, Kind.REFUND);
    assertThat(Invariants.of(order, twice, payment("REFUNDED", PRICE))).isNotEmpty();
  }

  @Test
  void whatIsCancelledEarlyIsNotPaid() {
    Order order = order(Order.State.CANCELLED);
    assertThat(Invariants.of(order, List.of(), Optional.empty())).isEmpty();

    List<Entry> book = entries(Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REFUND);
    assertThat(Invariants.of(order, book, payment("REFUNDED", PRICE))).isNotEmpty();
  }

  @Test
  void whatIsAbandonedHasEndedAndItsMoneyIsTold() {
    Order order = order(Order.State.ABANDONED);
    assertThat(order.hasEnded()).isTrue();
    assertThat(Invariants.of(order, List.of(), Optional.empty())).isEmpty();
    List<Entry> voided = entries(Kind.AUTHORIZATION, Kind.REVERSAL);
    assertThat(Invariants.of(order, voided, payment("VOIDED", PRICE))).isEmpty();
    List<Entry> refunded = entries(Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REFUND);
    assertThat(Invariants.of(order, refunded, payment("REFUNDED", PRICE))).isEmpty();

    List<Entry> authorized = entries(Kind.AUTHORIZATION);
    assertThat(Invariants.of(order, authorized, payment("AUTHORIZED", PRICE)))
        .anyMatch(told -> told.contains("ABANDONED") && told.contains("AUTHORIZATION"));
    List<Entry> captured = entries(Kind.AUTHORIZATION, Kind.CAPTURE);
    assertThat(Invariants.of(order, captured, payment("CAPTURED", PRICE)))
        .anyMatch(told -> told.contains("ABANDONED") && told.contains("CAPTURE"));
  }

  @Test
  void whatIsPendingHasNotEnded() {
    assertThat(Invariants.of(order(Order.State.PENDING), List.of(), Optional.empty()))
        .containsExactly("has not ended");
  }

  @Test
  void everyPieceIsSomewhere() {
    Product.Stock before = new Product.Stock("ORR-1", 90, 2, 8, 100);
    assertThat(Invariants.of(before, new Product.Stock("ORR-1", 87, 2, 11, 100), 3)).isEmpty();

    assertThat(Invariants.of(before, new Product.Stock("ORR-1", 87, 2, 11, 100), 4)).hasSize(1);
    assertThat(Invariants.of(before, new Product.Stock("ORR-1", 86, 3, 11, 100), 3)).hasSize(1);
    assertThat(Invariants.of(before, new Product.Stock("ORR-1", 86, 2, 11, 100), 3)).hasSize(1);
  }

  private static List<String> confirmed(String state, Money paid, Kind... book) {
    return Invariants.of(order(Order.State.CONFIRMED), entries(book), payment(state, paid));
  }

  private static List<String> rejected(Optional<Payment> payment, Kind... book) {
    return Invariants.of(order(Order.State.REJECTED), entries(book), payment);
  }

  private static List<Entry> entries(Kind... kinds) {
    return Stream.of(kinds).map(kind -> entry(kind, PRICE)).toList();
  }

  private static Entry entry(Kind kind, Money money) {
    return new Entry(kind, PAYMENT.toString(), null, money.amount(), money.currency());
  }

  private static Optional<Payment> payment(String state, Money amount) {
    return Optional.of(
        new Payment(UUID.randomUUID(), PAYMENT, state, amount, null, Instant.EPOCH, List.of()));
  }

  private static Order order(Order.State state) {
    return order(state, null);
  }

  private static Order order(Order.State state, Order.Saga cancellation) {
    return new Order(
        UUID.randomUUID(),
        UUID.randomUUID(),
        state,
        null,
        1,
        List.of(),
        PRICE,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        List.of(),
        null,
        cancellation);
  }
}
