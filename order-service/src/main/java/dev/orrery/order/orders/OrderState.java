package dev.orrery.order.orders;

/** Where an order is in its life; {@link Lifecycle} is the table of its moves. */
public enum OrderState {
  PENDING,
  CONFIRMED,
  REJECTED,
  SHIPPED,
  CANCELLING,
  CANCELLED,
  /** Given up by an operator, who settles by hand what is left of it. */
  ABANDONED;

  /** No saga is at work on the order: it stays as it is until somebody asks for a move. */
  public boolean isSettled() {
    return switch (this) {
      case PENDING, CANCELLING -> false;
      case CONFIRMED, REJECTED, SHIPPED, CANCELLED, ABANDONED -> true;
    };
  }
}
