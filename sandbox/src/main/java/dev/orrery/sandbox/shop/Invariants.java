package dev.orrery.sandbox.shop;

import dev.orrery.sandbox.shop.Book.Entry;
import dev.orrery.sandbox.shop.Book.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What holds of a single order and of a single product, each violation being a sentence. */
final class Invariants {

  private Invariants() {}

  /**
   * Paid once and exactly where it was confirmed, given back once where it was cancelled after
   * that, and not paid at all where it was not confirmed. What an operator has given up has ended;
   * where money of it is still taken or set aside, that is told.
   *
   * @param written the provider's book of it, in time's order
   * @param payment as payment-service tells it, where it knows of one
   */
  static List<String> of(Order order, List<Entry> written, Optional<Payment> payment) {
    return switch (order.state()) {
      case PENDING, CANCELLING -> List.of("has not ended");
      case CONFIRMED, SHIPPED ->
          ofPaid(order, written, payment, "CAPTURED", List.of(Kind.AUTHORIZATION, Kind.CAPTURE));
      case REJECTED -> ofUnpaid(order, written, payment);
      case CANCELLED ->
          // It has a saga of its own where it came too late to turn the first one back.
          order.cancellation() == null
              ? ofUnpaid(order, written, payment)
              : ofRefunded(order, written, payment);
      case ABANDONED ->
          kinds(written).contains(Kind.REFUND)
              ? ofRefunded(order, written, payment)
              : ofUnpaid(order, written, payment);
    };
  }

  private static List<String> ofRefunded(
      Order order, List<Entry> written, Optional<Payment> payment) {
    return ofPaid(
        order,
        written,
        payment,
        "REFUNDED",
        List.of(Kind.AUTHORIZATION, Kind.CAPTURE, Kind.REFUND));
  }

  private static List<String> ofPaid(
      Order order, List<Entry> written, Optional<Payment> payment, String state, List<Kind> book) {
    List<String> violations = new ArrayList<>();
    if (!kinds(written).equals(book)) {
      violations.add(
          "is %s, and the provider's book has %s".formatted(order.state(), kinds(written)));
    }
    if (payment.isEmpty()) {
      violations.add("is " + order.state() + ", and payment-service knows of no payment");
      return violations;
    }
    Payment paid = payment.get();
    if (!paid.state().equals(state) || !order.total().equals(paid.amount())) {
      violations.add(
          "is %s at %s, and its payment is %s %s"
              .formatted(order.state(), order.total(), paid.state(), paid.amount()));
    }
    Predicate<Entry> its =
        entry ->
            order.total().equals(entry.money())
                && entry.reference().equals(paid.paymentId().toString());
    if (!written.stream().allMatch(its)) {
      violations.add(
          "is %s at %s with payment %s, and the provider's book has %s"
              .formatted(order.state(), order.total(), paid.paymentId(), written));
    }
    return violations;
  }

  private static List<String> ofUnpaid(
      Order order, List<Entry> written, Optional<Payment> payment) {
    List<String> violations = new ArrayList<>();
    List<Kind> kinds = kinds(written);
    if (kinds.contains(Kind.CAPTURE)
        || (kinds.contains(Kind.AUTHORIZATION) && kinds.getLast() != Kind.REVERSAL)) {
      violations.add("is %s, and the provider's book has %s".formatted(order.state(), kinds));
    }
    boolean settled =
        payment
            .map(it -> it.state().equals("DECLINED") || it.state().equals("VOIDED"))
            .orElse(written.isEmpty());
    if (!settled) {
      violations.add(
          "is %s, and its payment is %s"
              .formatted(order.state(), payment.map(Payment::state).orElse("unknown")));
    }
    return violations;
  }

  private static List<Kind> kinds(List<Entry> written) {
    return written.stream().map(Entry::kind).toList();
  }

  /**
   * Every piece is somewhere, and what was sold meanwhile is what was confirmed.
   *
   * @param confirmed pieces in orders that were confirmed meanwhile
   */
  static List<String> of(Product.Stock before, Product.Stock now, long confirmed) {
    List<String> violations = new ArrayList<>();
    if (now.available() + now.reserved() + now.sold() != now.seeded()) {
      violations.add("%s does not add up: %s".formatted(now.sku(), now));
    }
    if (now.reserved() != before.reserved()) {
      violations.add(
          "%d of %s are reserved, %d were before"
              .formatted(now.reserved(), now.sku(), before.reserved()));
    }
    if (now.sold() - before.sold() != confirmed) {
      violations.add(
          "%d of %s were sold, and %d are in confirmed orders"
              .formatted(now.sold() - before.sold(), now.sku(), confirmed));
    }
    return violations;
  }
}
