package dev.orrery.order.orders;

/** The life of an order: PENDING until its saga has ended, then one of the two for good. */
public enum OrderState {
  PENDING,
  CONFIRMED,
  REJECTED;

  public boolean isTerminal() {
    return switch (this) {
      case PENDING -> false;
      case CONFIRMED, REJECTED -> true;
    };
  }
}
