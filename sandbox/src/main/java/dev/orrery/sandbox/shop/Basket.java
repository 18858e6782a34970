package dev.orrery.sandbox.shop;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What a customer asks for; written as JSON it is the request's body. */
public record Basket(UUID customerId, List<Line> lines, String paymentMethod) {

  private static final String NONE_LEFT = "ORR-1044";

  public record Line(String sku, int quantity) {}

  /** Of a customer nobody has seen before, whose card is good. */
  public static Basket of(String sku, int quantity) {
    return new Basket(UUID.randomUUID(), List.of(new Line(sku, quantity)), "tok_visa");
  }

  /**
   * One of many: of ten seven can be paid, and three of those in a way that hurts.
   *
   * @param number which of them
   */
  public static Basket mixed(int number, String sku, String otherSku) {
    Basket basket = of(sku, 1 + number % 3);
    return switch (number % 10) {
      case 0 -> basket.paidWith("tok_declined");
      case 1 -> basket.paidWith("tok_insufficient_funds");
      case 2 -> basket.paidWith("tok_lost_response");
      case 3 -> basket.paidWith("tok_slow");
      case 4 -> basket.and(NONE_LEFT, 1);
      case 5 -> basket.and(otherSku, 2).paidWith("tok_slow");
      case 6 -> of(otherSku, 1).and(sku, 1);
      default -> basket;
    };
  }

  public Basket and(String sku, int quantity) {
    List<Line> more = Stream.concat(lines.stream(), Stream.of(new Line(sku, quantity))).toList();
    return new Basket(customerId, more, paymentMethod);
  }

  public Basket by(UUID customer) {
    return new Basket(customer, lines, paymentMethod);
  }

  public Basket paidWith(String token) {
    return new Basket(customerId, lines, token);
  }

  public String json() {
    return Answer.json(this);
  }
}
