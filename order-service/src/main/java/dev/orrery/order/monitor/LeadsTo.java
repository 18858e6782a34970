package dev.orrery.order.monitor;

import dev.orrery.contracts.OrderEvent;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A promise: an order of which the first is told will be one of which the second is told, within a
 * time that is counted from the first.
 */
record LeadsTo(
    String name, Predicate<OrderEvent> begins, Predicate<OrderEvent> fulfils, Duration within) {

  LeadsTo {
    if (!within.isPositive()) {
      throw new IllegalArgumentException(name + " is given no time: " + within);
    }
  }
}
