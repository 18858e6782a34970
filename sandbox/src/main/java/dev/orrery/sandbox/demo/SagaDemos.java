package dev.orrery.sandbox.demo;

import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Product;
import java.time.Duration;
import java.time.Instant;

/** One order, seen through its saga. */
final class SagaDemos {
  private static final String SKU = "ORR-1017";

  private SagaDemos() {}

  static void confirm(Stage stage) {
    stage.tell("One order: its stock is reserved, its payment authorized and captured, its stock");
    stage.tell("committed. Each is a command over Kafka to a service with a database of its own.");
    stage.tell("");
    Order order = stage.shop().buy(Basket.of(SKU, 1));
    story(stage, order);
    stage.expect(order.isConfirmed(), "the order is CONFIRMED");
    stage.trace(order);
  }

  static void compensate(Stage stage) {
    stage.tell("An order whose card will be refused, after its stock has been reserved.");
    stage.tell("");
    Product.Stock before = stage.shop().stock(SKU);
    Order order = stage.shop().buy(Basket.of(SKU, 1).paidWith("tok_insufficient_funds"));
    Product.Stock after = stage.shop().stock(SKU);
    story(stage, order);
    stage.tell("");
    stage.figure("available before", before.available());
    stage.figure("available after", after.available());
    stage.expect(order.state() == Order.State.REJECTED, "the order is REJECTED");
    stage.expect(order.commands().contains("UNDO reserve stock"), "the reservation is undone");
    stage.trace(order);
  }

  private static void story(Stage stage, Order order) {
    Instant begin = order.steps().getFirst().sentAt();
    for (Order.Step step : order.steps()) {
      stage.tell(
          "  %7s  %-4s %-22s %s",
          Stage.millis(Duration.between(begin, step.sentAt())),
          step.action(),
          step.step(),
          answer(step));
    }
    stage.tell(
        "  %7s  %s%s",
        Stage.millis(Duration.between(begin, order.updatedAt())),
        order.state(),
        order.reason() == null ? "" : ", " + order.reason());
  }

  private static String answer(Order.Step step) {
    if (step.outcome() == null || step.answeredAt() == null) {
      return "";
    }
    Duration took = Duration.between(step.sentAt(), step.answeredAt());
    return "%-24s after %s".formatted(step.outcome(), Stage.millis(took));
  }
}
