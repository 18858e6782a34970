package dev.orrery.system;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients who order at the same time and, as good clients do, send a request that was not answered
 * again under the same key.
 */
final class Crowd implements AutoCloseable {
  private static final int CLIENTS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Shop shop;
  private final ExecutorService clients =
      Executors.newFixedThreadPool(CLIENTS, Thread.ofVirtual().factory());
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Future<UUID>> orders;

  Crowd(Shop shop, List<Basket> baskets) {
    this.shop = shop;
    this.orders = baskets.stream().map(basket -> clients.submit(() -> insist(basket))).toList();
  }

  /** Returns once so many were accepted. */
  void awaitAccepted(int orders) {
    await().atMost(PATIENCE).until(() -> accepted.get() >= orders);
  }

  /** Returns the orders once all are accepted. */
  List<UUID> accepted() {
    await().atMost(PATIENCE).until(() -> orders.stream().allMatch(Future::isDone));
    return orders.stream().map(Future::resultNow).toList();
  }

  private UUID insist(Basket basket) {
    String key = Shop.newKey();
    UUID order =
        await()
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(PAUSE)
            .atMost(PATIENCE)
            .until(() -> attempt(basket, key), Optional::isPresent)
            .orElseThrow();
    accepted.incrementAndGet();
    return order;
  }

  private Optional<UUID> attempt(Basket basket, String key) {
    Answer answer;
    try {
      answer = shop.place(basket, key);
    } catch (UncheckedIOException _) {
      return Optional.empty();
    }
    if (answer.isSuccess()) {
      return Optional.of(answer.as(Order.class).id());
    }
    // All that may be sent again: it is under way, there was too much of it, it failed.
    if (answer.status() == 409 || answer.status() == 429 || answer.status() >= 500) {
      return Optional.empty();
    }
    throw new AssertionError("refused: " + answer);
  }

  @Override
  public void close() {
    clients.shutdownNow();
  }
}
