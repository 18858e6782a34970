package dev.orrery.inventory.stock;

import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Over how many rows the pieces of a product are spread; changed while it is sold. */
@Component
final class Resharding {
  private final JdbcClient jdbc;
  private final StockLevels stock;
  private final TransactionTemplate transaction;

  Resharding(JdbcClient jdbc, StockLevels stock, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.stock = stock;
    this.transaction = new TransactionTemplate(transactions);
  }

  record Shard(int shard, long available, long reserved, long sold) {}

  /** In order; none of a product that nobody knows. */
  List<Shard> of(String sku) {
    return jdbc.sql(
            "select shard, available, reserved, sold from stock where sku = ? order by shard")
        .param(sku)
        .query(Shard.class)
        .list();
  }

  /**
   * Waits for those who are at work on the product. Their next ones find the new shards.
   *
   * @param count one for a product that is not hot
   */
  List<Shard> spread(String sku, int count) {
    return Objects.requireNonNull(transaction.execute(_ -> spreadLocked(sku, count)));
  }

  private List<Shard> spreadLocked(String sku, int count) {
    if (!lock(sku)) {
      return List.of();
    }
    open(sku, count);
    fold(sku, count);
    jdbc.sql("update stock set shards = ? where sku = ?").params(count, sku).update();
    stock.rebalance(List.of(sku));
    stock.rebalanceReserved(List.of(sku));
    return of(sku);
  }

  // The first row alone, then all: another who changes the shards may have added rows meanwhile.
  private boolean lock(String sku) {
    boolean isKnown =
        jdbc.sql("select shard from stock where sku = ? and shard = 0 for update")
            .param(sku)
            .query(Integer.class)
            .optional()
            .isPresent();
    jdbc.sql("select shard from stock where sku = ? order by shard for update")
        .param(sku)
        .query(Integer.class)
        .list();
    return isKnown;
  }

  private void open(String sku, int count) {
    jdbc.sql(
            """
            insert into stock (sku, shard, shards, available, seeded)
            select ?, shard, ?, 0, 0 from generate_series(1, ? - 1) as shard
            on conflict do nothing
            """)
        .params(sku, count, count)
        .update();
  }

  private void fold(String sku, int count) {
    jdbc.sql(
            """
            with surplus as (
              delete from stock where sku = ? and shard >= ?
              returning available, reserved, sold, seeded),
            folded as (
              select coalesce(sum(available), 0) as available, coalesce(sum(reserved), 0) as reserved,
                     coalesce(sum(sold), 0) as sold, coalesce(sum(seeded), 0) as seeded
                from surplus)
            update stock
               set available = stock.available + folded.available,
                   reserved = stock.reserved + folded.reserved,
                   sold = stock.sold + folded.sold,
                   seeded = stock.seeded + folded.seeded
              from folded
             where stock.sku = ? and stock.shard = 0
            """)
        .params(sku, count, sku)
        .update();
  }
}
