package dev.orrery.inventory.stock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts back what was set aside for orders that never said more. Any number of instances may sweep
 * at once: each takes what no other holds.
 */
@Component
final class ReservationSweeper {
  private final Reservations reservations;
  private final Stockroom stock;
  private final StockMetrics metrics;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private final int batch;

  ReservationSweeper(
      Reservations reservations,
      Stockroom stock,
      StockMetrics metrics,
      InstantSource clock,
      PlatformTransactionManager transactions,
      StockProperties properties) {
    this.reservations = reservations;
    this.stock = stock;
    this.metrics = metrics;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.batch = properties.sweepBatch();
  }

  void sweep() {
    int expired;
    do {
      expired = Objects.requireNonNull(transaction.execute(_ -> expireSome()));
      metrics.expired(expired);
    } while (expired == batch);
    metrics.open(reservations.countOpen());
  }

  private int expireSome() {
    Instant now = clock.instant();
    List<Reservation> overdue = reservations.lockOverdue(now, batch);

    StockBatch.Outcome outcome =
        stock.settle(
            StockBatch.demand(List.of(), overdue),
            levels -> StockBatch.expire(overdue, levels, now));

    reservations.save(outcome.changed(), now);
    return outcome.changed().size();
  }
}
