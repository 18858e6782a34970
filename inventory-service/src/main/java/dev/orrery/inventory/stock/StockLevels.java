package dev.orrery.inventory.stock;

import dev.orrery.inventory.stock.Shelf.Change;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The stock as Postgres has it. Reading is for everyone, writing is for this package. */
@Component
public final class StockLevels {
  private final JdbcClient jdbc;

  StockLevels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Pieces that could be reserved at this moment; a SKU nobody knows is not in the answer. */
  public Map<String, Long> available(Collection<String> skus) {
    var available = new HashMap<String, Long>();
    jdbc.sql("select sku, available from stock where sku = any(?)")
        .param(skus.toArray(String[]::new))
        .query(row -> {
          available.put(row.getString("sku"), row.getLong("available"));
        });
    return available;
  }

  /** Gives each product that has none yet its place on the shelf, with no pieces there. */
  public void open(Collection<String> skus) {
    jdbc.sql(
            """
            insert into stock (sku, available, seeded)
            select sku, 0, 0 from unnest(?::text[]) as sku order by sku
            on conflict do nothing
            """)
        .param(skus.toArray(String[]::new))
        .update();
  }

  /** Until the transaction ends nobody else changes these; locked in one order by everyone. */
  Map<String, Level> lock(Collection<String> skus) {
    if (skus.isEmpty()) {
      return Map.of();
    }
    var levels = new HashMap<String, Level>();
    jdbc.sql(
            """
            select sku, available, reserved, sold from stock
             where sku = any(?) order by sku for no key update
            """)
        .param(skus.toArray(String[]::new))
        .query(row -> {
          levels.put(
              row.getString("sku"),
              new Level(row.getLong("available"), row.getLong("reserved"), row.getLong("sold")));
        });
    return levels;
  }

  /**
   * Takes and gives in one statement. The lock is a courtesy, the condition is the guard: a row
   * that has too few pieces refuses.
   *
   * @throws StockMoved when a row refused; the transaction must not commit
   */
  void apply(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    int rows =
        jdbc.sql(
                """
                update stock
                   set available = stock.available + change.available,
                       reserved = stock.reserved + change.reserved,
                       sold = stock.sold + change.sold
                  from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[])
                       as change (sku, available, reserved, sold)
                 where stock.sku = change.sku
                   and stock.available >= -change.available
                   and stock.reserved >= -change.reserved
                   and stock.sold >= -change.sold
                """)
            .param(changes.stream().map(Change::sku).toArray(String[]::new))
            .param(column(changes, Change::available))
            .param(column(changes, Change::reserved))
            .param(column(changes, Change::sold))
            .update();
    if (rows != changes.size()) {
      throw new StockMoved(
          "%d of %d stock rows refused".formatted(changes.size() - rows, changes.size()));
    }
  }

  private static long[] column(List<Change> changes, ToLongFunction<Change> column) {
    return changes.stream().mapToLong(column).toArray();
  }
}
