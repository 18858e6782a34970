package dev.orrery.order.cancellation;

import static dev.orrery.contracts.Topics.INVENTORY_COMMANDS;
import static dev.orrery.contracts.Topics.PAYMENT_COMMANDS;
import static org.mockito.Mockito.mock;

import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.Backoff;
import dev.orrery.saga.testing.SagaConversation;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CancelOrderSagaTest {
  private static final UUID ORDER = UUID.randomUUID();
  private static final UUID PAYMENT = UUID.randomUUID();

  private final SagaConversation<CancelOrder> saga =
      SagaConversation.of(new CancelOrderSaga(mock(Orders.class)), new CancelOrder(ORDER));

  @Test
  void refundsAndTakesThePiecesBackAtOnce() {
    saga.expect(PAYMENT_COMMANDS, new RefundPayment(ORDER))
        .expect(INVENTORY_COMMANDS, new ReturnStock(ORDER))
        .replyTo(new ReturnStock(ORDER), new StockReturned(ORDER))
        .replyTo(new RefundPayment(ORDER), new PaymentRefunded(ORDER, PAYMENT))
        .expectNothing()
        .expectCompleted();
  }

  @Test
  void asksForTheRefundAgainWhenItIsRefusedAndDoesNotAskForThePiecesAgain() {
    saga.replyTo(new RefundPayment(ORDER), new RefundRefused(ORDER, "not_captured"))
        .replyTo(new ReturnStock(ORDER), new StockReturned(ORDER))
        .expectNothing()
        .after(Backoff.forever().first())
        .expect(PAYMENT_COMMANDS, new RefundPayment(ORDER))
        .reply(new PaymentRefunded(ORDER, PAYMENT))
        .expectCompleted();
  }

  @Test
  void asksForThePiecesAgainHoweverLongItTakesAndNeverTurnsBack() {
    saga.replyTo(new RefundPayment(ORDER), new PaymentRefunded(ORDER, PAYMENT))
        .cancel()
        .after(Duration.ofDays(1))
        .expect(INVENTORY_COMMANDS, new ReturnStock(ORDER))
        .reply(new ReturnRefused(ORDER, "not_sold"))
        .expectNothing()
        .after(Duration.ofDays(1))
        .expect(INVENTORY_COMMANDS, new ReturnStock(ORDER))
        .reply(new StockReturned(ORDER))
        .expectCompleted();
  }
}
