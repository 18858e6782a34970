package dev.orrery.system;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What a customer asks for; written as JSON it is the request's body. */
record Basket(UUID customerId, List<Line> lines, String paymentMethod) {

  record Line(String sku, int quantity) {}

  /** Of a customer nobody has seen before, whose card is good. */
  static Basket of(String sku, int quantity) {
    return new Basket(UUID.randomUUID(), List.of(new Line(sku, quantity)), "tok_visa");
  }

  Basket and(String sku, int quantity) {
    List<Line> more = Stream.concat(lines.stream(), Stream.of(new Line(sku, quantity))).toList();
    return new Basket(customerId, more, paymentMethod);
  }

  Basket by(UUID customer) {
    return new Basket(customer, lines, paymentMethod);
  }

  Basket paidWith(String token) {
    return new Basket(customerId, lines, token);
  }

  String json() {
    return Answer.json(this);
  }
}
