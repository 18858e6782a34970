package dev.orrery.inventory.stock;

import dev.orrery.inventory.stock.Demand.Start;
import dev.orrery.inventory.stock.Shelf.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    jdbc.sql("select sku, sum(available) as available from stock where sku = any(?) group by sku")
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

  /**
   * Those that are on one row. Until the transaction ends nobody else changes them; locked in one
   * order by everyone.
   */
  Map<String, Shards> lockOnOneRow(Collection<String> skus) {
    if (skus.isEmpty()) {
      return Map.of();
    }
    var levels = new HashMap<String, Shards>();
    jdbc.sql(
            """
            select sku, available, reserved, sold from stock
             where sku = any(?) and shards = 1 order by sku for no key update
            """)
        .param(skus.toArray(String[]::new))
        .query(row -> {
          levels.put(row.getString("sku"), Shards.one(level(row)));
        });
    return levels;
  }

  /** The rows where orders begin: first of products on one row, then of those on several. */
  Map<String, Shards> lockWhereTheyBegin(List<Start> starts) {
    return shards(
        jdbc.sql(
                """
                select sku, shard, shards, available, reserved, sold,
                       (select sum(sibling.available) from stock sibling
                         where sibling.sku = stock.sku) as everywhere
                  from stock
                 where sku = any(?)
                   and exists (select from unnest(?::text[], ?::int[]) as start (sku, hash)
                                where start.sku = stock.sku
                                  and mod(start.hash, stock.shards) = stock.shard)
                 order by shards > 1, sku, shard for no key update of stock
                """)
            .param(starts.stream().map(Start::sku).distinct().toArray(String[]::new))
            .param(starts.stream().map(Start::sku).toArray(String[]::new))
            .param(starts.stream().mapToInt(Start::hash).toArray()));
  }

  /** All rows, in the same order. */
  Map<String, Shards> lockAll(Collection<String> skus) {
    return shards(
        jdbc.sql(
                """
                select sku, shard, shards, available, reserved, sold, 0 as everywhere from stock
                 where sku = any(?) order by shards > 1, sku, shard for no key update
                """)
            .param(skus.toArray(String[]::new)));
  }

  private static Map<String, Shards> shards(JdbcClient.StatementSpec rows) {
    var products = new HashMap<String, Shards>();
    rows.query(row -> {
      var seen = new TreeMap<Integer, Level>();
      seen.put(row.getInt("shard"), level(row));
      long elsewhere = Math.max(0, row.getLong("everywhere") - row.getLong("available"));
      products.merge(
          row.getString("sku"),
          new Shards(row.getInt("shards"), seen, elsewhere),
          Shards::together);
    });
    return products;
  }

  private static Level level(ResultSet row) throws SQLException {
    return new Level(row.getLong("available"), row.getLong("reserved"), row.getLong("sold"));
  }

  /** Those of the SKUs that some product has. */
  List<String> known(Collection<String> skus) {
    return jdbc.sql("select distinct sku from stock where sku = any(?)")
        .param(skus.toArray(String[]::new))
        .query(String.class)
        .list();
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
                  from unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[])
                       as change (sku, shard, available, reserved, sold)
                 where stock.sku = change.sku
                   and stock.shard = change.shard
                   and stock.available >= -change.available
                   and stock.reserved >= -change.reserved
                   and stock.sold >= -change.sold
                """)
            .param(changes.stream().map(Change::sku).toArray(String[]::new))
            .param(changes.stream().mapToInt(Change::shard).toArray())
            .param(column(changes, Change::available))
            .param(column(changes, Change::reserved))
            .param(column(changes, Change::sold))
            .update();
    if (rows != changes.size()) {
      throw new StockMoved(
          "%d of %d stock rows refused".formatted(changes.size() - rows, changes.size()));
    }
  }

  /** Gives each shard of these products, all of them locked, as many available pieces. */
  void rebalance(Collection<String> skus) {
    rebalance("available", skus);
  }

  /** The same with those that are set aside. */
  void rebalanceReserved(Collection<String> skus) {
    rebalance("reserved", skus);
  }

  private void rebalance(String column, Collection<String> skus) {
    jdbc.sql(
            """
            with even as (
              select sku, shard,
                     div(sum(:column) over product, shards)
                       + case when shard < mod(sum(:column) over product, shards) then 1 else 0 end
                       as pieces
                from stock where sku = any(?) window product as (partition by sku))
            update stock
               set :column = even.pieces, seeded = stock.seeded - stock.:column + even.pieces
              from even
             where stock.sku = even.sku and stock.shard = even.shard
               and stock.:column <> even.pieces
            """
                .replace(":column", column))
        .param(skus.toArray(String[]::new))
        .update();
  }

  private static long[] column(List<Change> changes, ToLongFunction<Change> column) {
    return changes.stream().mapToLong(column).toArray();
  }
}
