package dev.orrery.order.orders;

import java.util.List;
import java.util.UUID;

/** A move that the order's state does not allow. */
final class IllegalTransition extends RuntimeException {
  private final OrderState state;

  IllegalTransition(UUID orderId, OrderState state, Move move) {
    super(
        "The order %s is %s, which does not allow to %s it."
            .formatted(orderId, state, move.word()));
    this.state = state;
  }

  /** Where the order is. */
  OrderState state() {
    return state;
  }

  List<Move> allowedMoves() {
    return Lifecycle.allowed(state);
  }
}
