package dev.orrery.order.orders;

import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.OrderEvent.OrderAbandoned;
import dev.orrery.contracts.OrderEvent.OrderCancelled;
import dev.orrery.contracts.OrderEvent.OrderCancelling;
import dev.orrery.contracts.OrderEvent.OrderConfirmed;
import dev.orrery.contracts.OrderEvent.OrderPlaced;
import dev.orrery.contracts.OrderEvent.OrderRejected;
import dev.orrery.contracts.OrderEvent.OrderShipped;

/** What the world is told of an order that has come to its state. Pure. */
final class OrderEvents {
  private OrderEvents() {}

  static OrderEvent of(Order order) {
    return switch (order.state()) {
      case PENDING ->
          new OrderPlaced(
              order.id(), order.version(), order.customerId(), order.stockLines(), order.total());
      case CONFIRMED ->
          new OrderConfirmed(
              order.id(), order.version(), order.customerId(), order.stockLines(), order.total());
      case REJECTED ->
          new OrderRejected(order.id(), order.version(), order.customerId(), reason(order));
      case CANCELLING ->
          new OrderCancelling(order.id(), order.version(), order.customerId(), reason(order));
      case CANCELLED ->
          new OrderCancelled(order.id(), order.version(), order.customerId(), reason(order));
      case ABANDONED ->
          new OrderAbandoned(order.id(), order.version(), order.customerId(), reason(order));
      case SHIPPED -> new OrderShipped(order.id(), order.version(), order.customerId());
    };
  }

  private static String reason(Order order) {
    return String.valueOf(order.reason());
  }
}
