package dev.orrery.order.placement;

import static dev.orrery.contracts.Topics.INVENTORY_COMMANDS;
import static dev.orrery.contracts.Topics.PAYMENT_COMMANDS;
import static dev.orrery.saga.Backoff.forever;

import dev.orrery.contracts.Command;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.order.cancellation.OrderCancellation;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import org.springframework.stereotype.Component;

/** Takes an order from placed to confirmed; past the capture it only goes forward. */
@Component
final class PlaceOrderSaga implements Saga<PlaceOrder> {
  private final Orders orders;
  private final OrderCancellation cancellation;
  private final PlacementProperties properties;

  PlaceOrderSaga(Orders orders, OrderCancellation cancellation, PlacementProperties properties) {
    this.orders = orders;
    this.cancellation = cancellation;
    this.properties = properties;
  }

  @Override
  public SagaDefinition<PlaceOrder> define(SagaBuilder<PlaceOrder> saga) {
    return saga.named("place-order")
        .within(properties.within(), PlaceOrder::timedOut)
        .onCancel(PlaceOrder::cancelled)
        .step("reserve stock")
        .send(this::reserve)
        .onReply(StockReserved.class)
        .endsIf(StockRejected.class, PlaceOrder::outOfStock)
        .undo(this::release)
        .step("authorize payment")
        .send(this::authorize)
        .onReply(PaymentAuthorized.class)
        .endsIf(PaymentDeclined.class, PlaceOrder::declined)
        .undo(this::voidAuthorization)
        .pivot("capture payment")
        .send(this::capture)
        .onReply(PaymentCaptured.class)
        .endsIf(CaptureRefused.class, PlaceOrder::notCaptured)
        .retried(forever())
        .step("commit stock")
        .send(this::commit)
        .onReply(ReservationCommitted.class)
        .retried(forever())
        .build();
  }

  @Override
  public void completed(PlaceOrder order) {
    if (!orders.confirm(order.orderId())) {
      cancellation.takeBack(order.orderId());
    }
  }

  @Override
  public void rolledBack(PlaceOrder order) {
    orders.reject(order.orderId(), order.reason());
  }

  @Override
  public void abandoned(PlaceOrder order, String reason) {
    orders.abandon(order.orderId(), reason);
  }

  private SagaCommand reserve(PlaceOrder order) {
    return inventory(new ReserveStock(order.orderId(), order.lines()));
  }

  private SagaCommand release(PlaceOrder order) {
    return inventory(new ReleaseStock(order.orderId()));
  }

  private SagaCommand authorize(PlaceOrder order) {
    return payment(
        new AuthorizePayment(
            order.orderId(), order.customerId(), order.total(), order.paymentMethod()));
  }

  private SagaCommand voidAuthorization(PlaceOrder order) {
    return payment(new VoidAuthorization(order.orderId()));
  }

  private SagaCommand capture(PlaceOrder order) {
    return payment(new CapturePayment(order.orderId()));
  }

  private SagaCommand commit(PlaceOrder order) {
    return inventory(new CommitReservation(order.orderId()));
  }

  private static SagaCommand inventory(Command command) {
    return new SagaCommand(INVENTORY_COMMANDS, command.orderId().toString(), command);
  }

  private static SagaCommand payment(Command command) {
    return new SagaCommand(PAYMENT_COMMANDS, command.orderId().toString(), command);
  }
}
