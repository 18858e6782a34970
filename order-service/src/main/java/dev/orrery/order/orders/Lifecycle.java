package dev.orrery.order.orders;

import static dev.orrery.order.orders.Move.ABANDON;
import static dev.orrery.order.orders.Move.CANCEL;
import static dev.orrery.order.orders.Move.CLOSE;
import static dev.orrery.order.orders.Move.CONFIRM;
import static dev.orrery.order.orders.Move.REJECT;
import static dev.orrery.order.orders.Move.SHIP;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The life of an order as one table: which moves a state allows, and where each leads. */
final class Lifecycle {

  private Lifecycle() {}

  private static Map<Move, OrderState> row(OrderState state) {
    return switch (state) {
      case PENDING ->
          Map.of(
              CONFIRM, OrderState.CONFIRMED,
              REJECT, OrderState.REJECTED,
              CANCEL, OrderState.CANCELLING,
              ABANDON, OrderState.ABANDONED);
      case CONFIRMED -> Map.of(SHIP, OrderState.SHIPPED, CANCEL, OrderState.CANCELLING);
      case CANCELLING -> Map.of(CLOSE, OrderState.CANCELLED, ABANDON, OrderState.ABANDONED);
      case REJECTED, SHIPPED, CANCELLED, ABANDONED -> Map.of();
    };
  }

  /** Where the move leads; empty where it is not allowed. */
  static Optional<OrderState> after(OrderState state, Move move) {
    return Optional.ofNullable(row(state).get(move));
  }

  /** The moves that a state allows, none at the end of a life. */
  static List<Move> allowed(OrderState state) {
    return row(state).keySet().stream().sorted().toList();
  }
}
