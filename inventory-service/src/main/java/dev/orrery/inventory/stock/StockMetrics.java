package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockReply;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * {@code orrery.stock.reservations} counts what became of reservations, repeated answers included;
 * {@code orrery.stock.reservations.open} is how many are set aside, as the last sweep found them,
 * and the same number in every instance. {@code orrery.stock.shards.gathered} counts the batches
 * for which all shards of a product had to be locked, since there were too few pieces where its
 * orders began.
 */
@Component
final class StockMetrics {
  private final Counter reserved;
  private final Counter rejected;
  private final Counter committed;
  private final Counter refused;
  private final Counter released;
  private final Counter returned;
  private final Counter returnRefused;
  private final Counter expired;
  private final Counter gathered;
  private final AtomicLong open = new AtomicLong();

  StockMetrics(MeterRegistry meters) {
    this.reserved = outcome(meters, "reserved");
    this.rejected = outcome(meters, "rejected");
    this.committed = outcome(meters, "committed");
    this.refused = outcome(meters, "commit_refused");
    this.released = outcome(meters, "released");
    this.returned = outcome(meters, "returned");
    this.returnRefused = outcome(meters, "return_refused");
    this.expired = outcome(meters, "expired");
    this.gathered =
        Counter.builder("orrery.stock.shards.gathered")
            .description("Batches that had to lock all shards of a product")
            .register(meters);
    Gauge.builder("orrery.stock.reservations.open", open, AtomicLong::get)
        .description("Reservations neither committed, released nor expired")
        .register(meters);
  }

  private static Counter outcome(MeterRegistry meters, String outcome) {
    return Counter.builder("orrery.stock.reservations")
        .description("What became of reservations")
        .tag("outcome", outcome)
        .register(meters);
  }

  void answered(Collection<StockReply> replies) {
    for (StockReply reply : replies) {
      Counter counter =
          switch (reply) {
            case StockReserved _ -> reserved;
            case StockRejected _ -> rejected;
            case ReservationCommitted _ -> committed;
            case CommitRefused _ -> refused;
            case StockReleased _ -> released;
            case StockReturned _ -> returned;
            case ReturnRefused _ -> returnRefused;
          };
      counter.increment();
    }
  }

  void gathered() {
    gathered.increment();
  }

  void expired(int reservations) {
    expired.increment(reservations);
  }

  void open(long reservations) {
    open.set(reservations);
  }
}
