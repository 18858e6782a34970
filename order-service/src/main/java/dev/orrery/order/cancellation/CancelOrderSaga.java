package dev.orrery.order.cancellation;

import static dev.orrery.contracts.Topics.INVENTORY_COMMANDS;
import static dev.orrery.contracts.Topics.PAYMENT_COMMANDS;
import static dev.orrery.saga.Backoff.forever;

import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import org.springframework.stereotype.Component;

/**
 * Takes back what was placed for good: the money and the pieces, each as soon as it can. The order
 * is CANCELLING before it begins, which nobody can undo; so it only goes forward.
 */
@Component
final class CancelOrderSaga implements Saga<CancelOrder> {
  private final Orders orders;

  CancelOrderSaga(Orders orders) {
    this.orders = orders;
  }

  @Override
  public SagaDefinition<CancelOrder> define(SagaBuilder<CancelOrder> saga) {
    return saga.named("cancel-order")
        .forwardOnly()
        .parallel("refund payment")
        .send(this::refund)
        .onReply(PaymentRefunded.class)
        .failsIf(RefundRefused.class)
        .retried(forever())
        .and("return stock")
        .send(this::takeBack)
        .onReply(StockReturned.class)
        .failsIf(ReturnRefused.class)
        .retried(forever())
        .build();
  }

  @Override
  public void completed(CancelOrder order) {
    orders.close(order.orderId());
  }

  @Override
  public void rolledBack(CancelOrder order) {
    throw new IllegalStateException("a cancellation only goes forward: " + order);
  }

  @Override
  public void abandoned(CancelOrder order, String reason) {
    orders.abandon(order.orderId(), reason);
  }

  private SagaCommand refund(CancelOrder order) {
    return new SagaCommand(
        PAYMENT_COMMANDS, order.orderId().toString(), new RefundPayment(order.orderId()));
  }

  private SagaCommand takeBack(CancelOrder order) {
    return new SagaCommand(
        INVENTORY_COMMANDS, order.orderId().toString(), new ReturnStock(order.orderId()));
  }
}
