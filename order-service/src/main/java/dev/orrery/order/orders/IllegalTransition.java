package dev.orrery.order.orders;

import java.util.UUID;

/** A move that the order's state does not allow. */
final class IllegalTransition extends RuntimeException {
  IllegalTransition(UUID orderId, OrderState from, OrderState to) {
    super("the order " + orderId + " is " + from + " and cannot become " + to);
  }
}
