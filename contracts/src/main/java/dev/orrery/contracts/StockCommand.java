package dev.orrery.contracts;

import java.util.List;
import java.util.UUID;

/** Stock is taken in two moves: reserved (try), then committed (confirm) or released (cancel). */
public sealed interface StockCommand extends Command {

  /** Tries all lines or none. The reservation expires unless it is committed. */
  record ReserveStock(UUID orderId, List<StockLine> lines) implements StockCommand {}

  /** Turns the reservation into a sale. */
  record CommitReservation(UUID orderId) implements StockCommand {}

  /**
   * Gives the reservation back; of an order never seen, forbids the reservation that comes late.
   */
  record ReleaseStock(UUID orderId) implements StockCommand {}

  /** Takes back what was sold: the pieces are available again. */
  record ReturnStock(UUID orderId) implements StockCommand {}
}
