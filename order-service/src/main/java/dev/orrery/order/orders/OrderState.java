package dev.orrery.order.orders;

/** Where an order is in its life; {@link Lifecycle} is the table of its moves. */
public enum OrderState {
  PENDING,
  CONFIRMED,
  REJECTED,
  SHIPPED;

  /** No saga is at work on the order: it stays as it is until somebody asks for a move. */
  public boolean isSettled() {
    return switch (this) {
      case PENDING -> false;
      case CONFIRMED, REJECTED, SHIPPED -> true;
    };
  }
}
