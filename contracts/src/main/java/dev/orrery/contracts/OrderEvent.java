package dev.orrery.contracts;

import java.util.List;
import java.util.UUID;

/** What happened to an order. {@code version} grows by one with each event of the same order. */
public sealed interface OrderEvent extends Event {
  int version();

  record OrderPlaced(UUID orderId, int version, UUID customerId, List<StockLine> lines, Money total)
      implements OrderEvent {}

  record OrderConfirmed(
      UUID orderId, int version, UUID customerId, List<StockLine> lines, Money total)
      implements OrderEvent {}

  record OrderRejected(UUID orderId, int version, UUID customerId, String reason)
      implements OrderEvent {}

  /** Its money and its pieces are on their way back. */
  record OrderCancelling(UUID orderId, int version, UUID customerId, String reason)
      implements OrderEvent {}

  record OrderCancelled(UUID orderId, int version, UUID customerId, String reason)
      implements OrderEvent {}

  /** An operator has given it up, and settles by hand what is left of it. */
  record OrderAbandoned(UUID orderId, int version, UUID customerId, String reason)
      implements OrderEvent {}

  /** It has been handed to the carrier. */
  record OrderShipped(UUID orderId, int version, UUID customerId) implements OrderEvent {}
}
