package dev.orrery.order.cancellation;

import dev.orrery.order.orders.OrderState;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.runtime.Sagas;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cancels orders. One that is still being placed is turned back by the saga that places it; what
 * that saga has done for good is taken back by one of its own.
 */
@Component
public class OrderCancellation {
  private final Orders orders;
  private final ObjectProvider<Sagas> sagas;
  private final CancelOrderSaga cancelOrder;

  /**
   * @param sagas asked for late: they know all sagas, of which one takes orders over to here
   */
  OrderCancellation(Orders orders, ObjectProvider<Sagas> sagas, CancelOrderSaga cancelOrder) {
    this.orders = orders;
    this.sagas = sagas;
    this.cancelOrder = cancelOrder;
  }

  /**
   * Cancels an order; one that is being cancelled, or is cancelled, stays as it is. In one
   * transaction the order's move and the signal to its saga, or a saga with its first commands.
   *
   * @throws org.springframework.web.ErrorResponseException 404 where there is no such order
   */
  @Transactional
  void cancel(UUID orderId, String reason) {
    var order = orders.get(orderId);
    if (order.state() == OrderState.PENDING) {
      // A saga that ends is locked before its order; in another order two could wait in a circle.
      sagas.getObject().requestCancel(order.sagaId());
    }
    if (orders.cancel(orderId, reason) == OrderState.CONFIRMED) {
      takeBack(orderId);
    }
  }

  /** Begins to take back an order that is being cancelled and has been placed all the same. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void takeBack(UUID orderId) {
    orders.isTakenBackBy(sagas.getObject().start(cancelOrder, new CancelOrder(orderId)), orderId);
  }
}
