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
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Clients who order at the same time and, as good clients do, send a request that was not answered
 * again under the same key.
 */
final class Crowd implements AutoCloseable {
  private static final int CLIENTS = 16;

  /** Several servers that restart together share the processor with all that runs beside them. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

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
    // A little longer than a client, so that it is the client who says what it waited for.
    await().atMost(PATIENCE.plusSeconds(10)).until(() -> orders.stream().allMatch(Future::isDone));
    return orders.stream().map(Crowd::order).toList();
  }

  private static UUID order(Future<UUID> client) {
    if (client.state() == Future.State.FAILED) {
      throw new AssertionError("a customer gave up", client.exceptionNow());
    }
    return client.resultNow();
  }

  private UUID insist(Basket basket) {
    String key = Shop.newKey();
    var last = new AtomicReference<>("nothing was answered");
    try {
      UUID order =
          await()
              .pollInSameThread()
              .pollDelay(Duration.ZERO)
              .pollInterval(PAUSE)
              .atMost(PATIENCE)
              .until(() -> attempt(basket, key, last), Optional::isPresent)
              .orElseThrow();
      accepted.incrementAndGet();
      return order;
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not accepted, and the last answer was " + last.get(), e);
    }
  }

  private Optional<UUID> attempt(Basket basket, String key, AtomicReference<String> last) {
    Answer answer;
    try {
      answer = shop.place(basket, key);
    } catch (UncheckedIOException e) {
      last.set(e.toString());
      return Optional.empty();
    }
    last.set(answer.toString());
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
