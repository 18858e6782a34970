package dev.orrery.sandbox.shop;

import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.shop.Book.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What holds once the dust has settled, whatever was broken: every accepted order has ended, no
 * piece and no cent is lost or taken twice, nothing is left behind in a queue.
 */
public final class Audit {

  /** Longer than a saga may take, so that those that turned back have ended too. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** A breaker may still be open. */
  private static final Duration BREAKER_PATIENCE = Duration.ofSeconds(30);

  /** What is empty when nothing is left to do, by service. */
  private static final Map<String, String> LEFT =
      Map.of(
          "order-service", "orrery_outbox_backlog",
          "inventory-service", "orrery_outbox_backlog",
          "payment-service", "orrery_outbox_backlog");

  /**
   * @param order whose it is, null where it is not one order's
   */
  public record Violation(@Nullable UUID order, String what) {
    @Override
    public String toString() {
      return order == null ? what : "order " + order + " " + what;
    }
  }

  /**
   * @param orders the accepted ones as they are now
   * @param violations none where all is well
   */
  public record Findings(List<Order> orders, List<Violation> violations) {

    /** With more that is wrong, and no order's. */
    public Findings and(List<String> more) {
      return new Findings(
          orders,
          Stream.concat(more.stream().map(what -> new Violation(null, what)), violations.stream())
              .toList());
    }
  }

  private record DeadLetter(@Nullable String key) {}

  private record DeadLetterPage(List<DeadLetter> deadLetters, @Nullable Long next) {}

  private final Places places;
  private final Shop shop;
  private final Book book;
  private final UUID customer;
  private final Map<String, Product.Stock> stockBefore;
  private final long bookBefore;

  /** Looks at what there is before one customer orders these products, which nobody else does. */
  public Audit(Places places, UUID customer, Collection<String> skus) {
    this.places = places;
    this.shop = new Shop(places);
    this.book = new Book(places);
    this.customer = customer;
    this.stockBefore = skus.stream().collect(Collectors.toMap(Function.identity(), shop::stock));
    this.bookBefore = book.end();
  }

  /**
   * The customer's orders as they ended.
   *
   * @throws AssertionError where not all is well
   */
  public List<Order> pass(Collection<UUID> accepted) {
    Findings findings = findings(accepted);
    if (!findings.violations().isEmpty()) {
      throw new AssertionError(
          findings.violations().stream()
              .map(Violation::toString)
              .collect(Collectors.joining("\n")));
    }
    return findings.orders();
  }

  /** Waits until every order has ended or could have, and looks. All servers have to run. */
  public Findings findings(Collection<UUID> accepted) {
    List<Violation> violations = new ArrayList<>();
    awaitEndOfAll();
    violations.addAll(leftBehind());
    List<Order> orders =
        accepted.parallelStream().map(id -> patiently(() -> shop.order(id))).toList();
    violations.addAll(strangers(accepted));
    violations.addAll(ofMoney(orders));
    violations.addAll(ofStock(orders));
    violations.addAll(deadLetters(accepted));
    return new Findings(orders, List.copyOf(violations));
  }

  /** Who has not ended by then is found later, with its name. */
  private void awaitEndOfAll() {
    isSoon(PATIENCE, () -> thereIsNone(Order.State.PENDING) && thereIsNone(Order.State.CANCELLING));
  }

  private boolean thereIsNone(Order.State state) {
    return shop.orders("limit=1&state=%s&customerId=%s".formatted(state, customer))
        .orders()
        .isEmpty();
  }

  private List<Violation> leftBehind() {
    return LEFT.entrySet().stream()
        .filter(left ->
            !isSoon(
                BREAKER_PATIENCE,
                () -> Metrics.of(places, left.getKey()).value(left.getValue()).orElse(-1) == 0))
        .map(left ->
            new Violation(null, left.getValue() + " of " + left.getKey() + " does not become 0"))
        .toList();
  }

  private List<Violation> strangers(Collection<UUID> accepted) {
    List<UUID> listed =
        patiently(() -> shop.ordersOf(customer)).stream().map(Shop.Listed::id).toList();
    Set<UUID> there = new HashSet<>(listed);
    Set<UUID> known = new HashSet<>(accepted);
    List<Violation> violations = new ArrayList<>();
    known.stream()
        .filter(id -> !there.contains(id))
        .forEach(id -> violations.add(new Violation(id, "was accepted and is not there")));
    there.stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> violations.add(new Violation(id, "is there, and nobody was told")));
    if (known.size() != accepted.size()) {
      violations.add(new Violation(null, "two requests were answered with the same order"));
    }
    return violations;
  }

  private List<Violation> ofMoney(List<Order> orders) {
    Map<UUID, List<Entry>> entries = patiently(() -> book.since(bookBefore));
    List<Violation> violations =
        new ArrayList<>(
            orders.parallelStream()
                .flatMap(order ->
                    Invariants.of(
                            order,
                            entries.getOrDefault(order.id(), List.of()),
                            patiently(() -> shop.paymentIfAny(order.id())))
                        .stream()
                        .map(what -> new Violation(order.id(), what)))
                .toList());
    long charges = book.chargesPerReferenceMax();
    if (charges > 1) {
      violations.add(new Violation(null, "a payment was charged " + charges + " times"));
    }
    return violations;
  }

  private List<Violation> ofStock(List<Order> orders) {
    return stockBefore.keySet().stream()
        .sorted(Comparator.naturalOrder())
        .flatMap(sku -> ofStock(sku, orders))
        .toList();
  }

  private Stream<Violation> ofStock(String sku, List<Order> orders) {
    Product.Stock before = Optional.ofNullable(stockBefore.get(sku)).orElseThrow();
    long abandoned = pieces(sku, orders, Order.State.ABANDONED);
    String ofAbandoned = abandoned == 0 ? "" : "; %d are in abandoned orders".formatted(abandoned);
    return Invariants.of(
            before, patiently(() -> shop.stock(sku)), pieces(sku, orders, Order.State.CONFIRMED))
        .stream()
        .map(what -> new Violation(null, what + ofAbandoned));
  }

  private static long pieces(String sku, List<Order> orders, Order.State state) {
    return orders.stream()
        .filter(order -> order.state() == state)
        .mapToLong(order -> order.pieces(sku))
        .sum();
  }

  private List<Violation> deadLetters(Collection<UUID> accepted) {
    Map<String, UUID> ours =
        accepted.stream().distinct().collect(Collectors.toMap(UUID::toString, Function.identity()));
    return Metrics.SERVICES.stream()
        .flatMap(service ->
            deadLetters(service).stream()
                .filter(letter -> letter.key() != null && ours.containsKey(letter.key()))
                .map(letter ->
                    new Violation(
                        ours.get(letter.key()), "has a message that " + service + " put aside")))
        .toList();
  }

  private List<DeadLetter> deadLetters(String service) {
    Http http = new Http(places.uri(service));
    List<DeadLetter> all = new ArrayList<>();
    String after = "";
    DeadLetterPage page;
    do {
      page = http.get("/api/dead-letters?limit=100" + after).as(DeadLetterPage.class);
      all.addAll(page.deadLetters());
      after = "&after=" + page.next();
    } while (page.next() != null);
    return all;
  }

  private static boolean isSoon(Duration patience, Callable<Boolean> condition) {
    try {
      await().atMost(patience).ignoreExceptions().until(condition);
      return true;
    } catch (ConditionTimeoutException _) {
      return false;
    }
  }

  private static <T> T patiently(Callable<T> question) {
    return await()
        .pollDelay(Duration.ZERO)
        .pollInSameThread()
        .atMost(BREAKER_PATIENCE)
        .ignoreExceptions()
        .until(question, _ -> true);
  }
}
