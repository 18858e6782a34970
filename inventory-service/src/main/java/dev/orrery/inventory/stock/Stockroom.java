package dev.orrery.inventory.stock;

import dev.orrery.inventory.stock.StockBatch.Outcome;
import java.sql.Connection;
import java.sql.Savepoint;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/**
 * Locks the pieces that a decision needs, and writes what was decided; in the caller's transaction.
 *
 * <p>Of a product on several rows only those are locked where its orders begin. Where the pieces of
 * these do not suffice, the locks on them are given up and all of its rows are locked, in order: to
 * wait for more while holding some would be a circle.
 */
@Component
final class Stockroom {
  private final StockLevels stock;
  private final JdbcOperations jdbc;
  private final StockMetrics metrics;

  /** Seen on several rows. A hint that saves a statement: who is not named here is found out. */
  private final Set<String> spread = ConcurrentHashMap.newKeySet();

  Stockroom(StockLevels stock, JdbcOperations jdbc, StockMetrics metrics) {
    this.stock = stock;
    this.jdbc = jdbc;
    this.metrics = metrics;
  }

  /**
   * @param decision pure: it may be taken twice
   * @throws StockMoved when someone wrote past the locks or changed how many shards there are; the
   *     transaction must not commit
   */
  Outcome settle(Demand demand, Function<Map<String, Shards>, Outcome> decision) {
    Map<String, Shards> onOneRow = Map.of();
    if (Collections.disjoint(demand.skus(), spread)) {
      onOneRow = stock.lockOnOneRow(demand.skus());
      if (onOneRow.keySet().containsAll(demand.skus())) {
        return write(decision.apply(onOneRow));
      }
    }
    return settleOverShards(demand, onOneRow, decision);
  }

  private Outcome settleOverShards(
      Demand demand, Map<String, Shards> locked, Function<Map<String, Shards>, Outcome> decision) {
    Set<String> rest = new TreeSet<>(demand.skus());
    rest.removeAll(locked.keySet());
    Savepoint before = onConnection(Connection::setSavepoint);
    Map<String, Shards> some = found(rest, stock.lockWhereTheyBegin(demand.starts(rest)));
    Outcome outcome = decision.apply(both(locked, some));
    if (outcome.outOfSight().isEmpty()) {
      return write(outcome);
    }
    metrics.gathered();
    onConnection(connection -> {
      connection.rollback(before);
      return before;
    });
    Map<String, Shards> all = found(rest, stock.lockAll(rest));
    if (!all.values().stream().allMatch(Shards::areAllInSight)) {
      throw new StockMoved("some of %s were just spread anew".formatted(rest));
    }
    Outcome last = write(decision.apply(both(locked, all)));
    stock.rebalance(outcome.outOfSight());
    return last;
  }

  private Outcome write(Outcome outcome) {
    stock.apply(outcome.changes());
    return outcome;
  }

  private Map<String, Shards> found(Set<String> skus, Map<String, Shards> products) {
    products.forEach((sku, shards) -> {
      if (shards.count() == 1) {
        spread.remove(sku);
      } else {
        spread.add(sku);
      }
    });
    Set<String> missing = new TreeSet<>(skus);
    missing.removeAll(products.keySet());
    if (!missing.isEmpty() && !stock.known(missing).isEmpty()) {
      throw new StockMoved("some of %s were just spread anew".formatted(missing));
    }
    return products;
  }

  private <T> T onConnection(ConnectionCallback<T> work) {
    return Objects.requireNonNull(jdbc.execute(work));
  }

  private static Map<String, Shards> both(Map<String, Shards> left, Map<String, Shards> right) {
    var both = new HashMap<>(left);
    both.putAll(right);
    return both;
  }
}
