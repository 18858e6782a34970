package dev.orrery.sandbox.shop;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Clients who order at the same time and, as good clients do, send a request that was not answered
 * again under the same key.
 */
public final class Crowd implements AutoCloseable {
  private static final int CLIENTS = 16;

  /** Several servers that restart together share the processor with all that runs beside them. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** From the order to the regret. */
  private static final Duration LONGEST_THOUGHT = Duration.ofSeconds(3);

  private final Shop shop;
  private final Duration patience;
  private final IntPredicate regret;
  private final ExecutorService clients =
      Executors.newFixedThreadPool(CLIENTS, Thread.ofVirtual().factory());
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<Future<UUID>> orders;

  /** They order as fast as they can. */
  public Crowd(Shop shop, List<Basket> baskets) {
    this(shop, baskets, Duration.ZERO, PATIENCE, _ -> false);
  }

  /**
   * @param interval from one order to the next, unless all clients are busy
   * @param patience after which a client gives up
   * @param regret which orders, by their number, are cancelled by the one who placed it: at once,
   *     or after a moment
   */
  public Crowd(
      Shop shop, List<Basket> baskets, Duration interval, Duration patience, IntPredicate regret) {
    this.shop = shop;
    this.patience = patience;
    this.regret = regret;
    Instant begin = Instant.now();
    this.orders =
        IntStream.range(0, baskets.size())
            .mapToObj(i ->
                clients.submit(() -> {
                  awaitTurn(begin.plus(interval.multipliedBy(i)));
                  return order(i, baskets.get(i));
                }))
            .toList();
  }

  private static void awaitTurn(Instant turn) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), turn);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  /** How many orders were accepted until now. */
  public int acceptedUntilNow() {
    return accepted.get();
  }

  /** Whether every client has ended, well or not. */
  public boolean isDone() {
    return orders.stream().allMatch(Future::isDone);
  }

  /** Returns once so many were accepted. */
  public void awaitAccepted(int orders) {
    await().atMost(patience).until(() -> accepted.get() >= orders);
  }

  /** What was said by each client that gave up until now. */
  public List<String> complaints() {
    return orders.stream()
        .filter(client -> client.state() == Future.State.FAILED)
        .map(client -> "a customer gave up: " + client.exceptionNow().getMessage())
        .toList();
  }

  /** The orders that were accepted until now. */
  public List<UUID> acceptedOrders() {
    return orders.stream()
        .filter(client -> client.state() == Future.State.SUCCESS)
        .map(Future::resultNow)
        .toList();
  }

  /**
   * Returns the orders once all are accepted.
   *
   * @throws AssertionError where one is not
   */
  public List<UUID> accepted() {
    // A little longer than a client, so that it is the client who says what it waited for.
    await().atMost(patience.plusSeconds(10)).until(this::isDone);
    return orders.stream().map(Crowd::order).toList();
  }

  private static UUID order(Future<UUID> client) {
    if (client.state() == Future.State.FAILED) {
      throw new AssertionError("a customer gave up", client.exceptionNow());
    }
    return client.resultNow();
  }

  private UUID order(int number, Basket basket) throws InterruptedException {
    String key = Shop.newKey();
    // 409: a request with the same key is under way.
    UUID order =
        insist(() -> shop.place(basket, key), status -> status == 409).as(Order.class).id();
    accepted.incrementAndGet();
    if (regret.test(number)) {
      Thread.sleep(LONGEST_THOUGHT.multipliedBy(number % 4).dividedBy(3));
      // 409: it is too late, which is an answer too.
      insist(() -> shop.cancel(order), _ -> false).expect(200, 202, 409);
    }
    return order;
  }

  /**
   * Sends again what may be sent again: it was not answered, there was too much of it, it failed.
   */
  private Answer insist(Supplier<Answer> request, IntPredicate again) {
    var last = new AtomicReference<>("nothing was answered");
    try {
      return await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .atMost(patience)
          .until(
              () -> attempt(request, last),
              answer -> answer.isPresent() && !isToBeSentAgain(answer.get(), again))
          .orElseThrow();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("given up, and the last answer was " + last.get(), e);
    }
  }

  private static Optional<Answer> attempt(Supplier<Answer> request, AtomicReference<String> last) {
    try {
      Answer answer = request.get();
      last.set(answer.status() + " " + answer.body());
      return Optional.of(answer);
    } catch (UncheckedIOException e) {
      last.set(e.toString());
      return Optional.empty();
    }
  }

  private static boolean isToBeSentAgain(Answer answer, IntPredicate again) {
    return again.test(answer.status()) || answer.status() == 429 || answer.status() >= 500;
  }

  @Override
  public void close() {
    clients.shutdownNow();
  }
}
