package dev.orrery.inventory.stock;

import org.springframework.dao.ConcurrencyFailureException;

/** Someone wrote past the locks. What was decided no longer holds: undo it and decide again. */
final class StockMoved extends ConcurrencyFailureException {
  StockMoved(String message) {
    super(message);
  }
}
