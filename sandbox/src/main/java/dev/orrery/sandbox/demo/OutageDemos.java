package dev.orrery.sandbox.demo;

import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Book;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A process is gone for a while. */
final class OutageDemos {
  private static final int ORDERS = 20;

  private OutageDemos() {}

  static void killPayment(Stage stage) {
    Shop shop = stage.shop();
    stage.tell("payment-service is killed (SIGKILL), and %d orders are placed.", ORDERS);
    List<String> killed = stage.instancesOf("payment-service");
    killed.forEach(stage.sandbox()::kill);
    List<Order> placed;
    try {
      placed =
          IntStream.range(0, ORDERS).mapToObj(_ -> shop.place(Basket.of("ORR-1017", 1))).toList();
      long waiting = placed.stream().filter(order -> !shop.order(order.id()).hasEnded()).count();
      stage.tell("All were accepted, and %d of them wait for their payment.", waiting);
      stage.expect(waiting == ORDERS, "no order has ended without its payment");
    } finally {
      stage.tell("payment-service is started again.");
      killed.forEach(stage.sandbox()::start);
    }
    Instant back = Instant.now();
    List<Order> ended = placed.stream().map(order -> shop.ended(order.id())).toList();
    Duration took = Duration.between(back, Instant.now());

    Book book = new Book(stage.sandbox());
    long confirmed = ended.stream().filter(Order::isConfirmed).count();
    long chargedOnce =
        ended.stream()
            .filter(order ->
                book.of(order.id()).equals(List.of(Book.Kind.AUTHORIZATION, Book.Kind.CAPTURE)))
            .count();
    stage.tell("");
    stage.figure("confirmed", "%d of %d".formatted(confirmed, ORDERS));
    stage.figure("charged exactly once, in the provider's book", chargedOnce);
    stage.figure("all had ended, after it was ready again", Stage.millis(took));
    stage.expect(confirmed == ORDERS, "every order is confirmed");
    stage.expect(chargedOnce == ORDERS, "every order is charged once");
    stage.trace(ended.getFirst());
  }
}
