package dev.orrery.order.placement;

import static dev.orrery.contracts.Topics.INVENTORY_COMMANDS;
import static dev.orrery.contracts.Topics.PAYMENT_COMMANDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.order.cancellation.OrderCancellation;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.Backoff;
import dev.orrery.saga.testing.SagaConversation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlaceOrderSagaTest {
  private static final UUID ORDER = UUID.randomUUID();
  private static final UUID CUSTOMER = UUID.randomUUID();
  private static final UUID PAYMENT = UUID.randomUUID();
  private static final List<StockLine> LINES = List.of(new StockLine("ORR-1001", 2));
  private static final Money TOTAL = new Money(2_500, "EUR");
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final SagaConversation<PlaceOrder> saga =
      SagaConversation.of(
          new PlaceOrderSaga(
              mock(Orders.class),
              mock(OrderCancellation.class),
              new PlacementProperties(WITHIN, WITHIN)),
          new PlaceOrder(ORDER, CUSTOMER, LINES, TOTAL, "tok_visa", null));

  @Test
  void confirmsAnOrderThatIsReservedAuthorizedCapturedAndCommitted() {
    captured()
        .expect(INVENTORY_COMMANDS, new CommitReservation(ORDER))
        .reply(new ReservationCommitted(ORDER))
        .expectNothing()
        .expectCompleted();
  }

  @Test
  void rejectsAnOrderThatIsOutOfStockWithNothingToUndo() {
    var order =
        saga.expect(INVENTORY_COMMANDS, new ReserveStock(ORDER, LINES))
            .reply(new StockRejected(ORDER, "out_of_stock", List.of("ORR-1001")))
            .expectNothing()
            .expectRolledBack();
    assertThat(order.reason()).isEqualTo("out_of_stock");
  }

  @Test
  void givesTheStockBackWhenThePaymentIsDeclined() {
    var order =
        reserved()
            .reply(new PaymentDeclined(ORDER, "insufficient_funds"))
            .expect(INVENTORY_COMMANDS, new ReleaseStock(ORDER))
            .reply(new StockReleased(ORDER))
            .expectRolledBack();
    assertThat(order.reason()).isEqualTo("insufficient_funds");
  }

  @Test
  void voidsThenReleasesWhenItCannotBeKnownWhetherThePaymentWasAuthorizedInTime() {
    var order =
        reserved()
            .after(WITHIN)
            .expect(PAYMENT_COMMANDS, new VoidAuthorization(ORDER))
            .reply(new AuthorizationVoided(ORDER))
            .expect(INVENTORY_COMMANDS, new ReleaseStock(ORDER))
            .reply(new StockReleased(ORDER))
            .expectRolledBack();
    assertThat(order.reason()).isEqualTo("timed_out");
  }

  @Test
  void voidsThenReleasesWhenTheCaptureIsRefused() {
    authorized()
        .reply(new CaptureRefused(ORDER, "voided"))
        .expect(PAYMENT_COMMANDS, new VoidAuthorization(ORDER))
        .reply(new AuthorizationVoided(ORDER))
        .expect(INVENTORY_COMMANDS, new ReleaseStock(ORDER))
        .reply(new StockReleased(ORDER))
        .expectRolledBack();
  }

  @Test
  void asksForTheCaptureAgainHoweverLongItTakesAndNeverTurnsBack() {
    authorized()
        .after(WITHIN.multipliedBy(100))
        .expect(PAYMENT_COMMANDS, new CapturePayment(ORDER))
        .reply(new PaymentCaptured(ORDER, PAYMENT))
        .expect(INVENTORY_COMMANDS, new CommitReservation(ORDER));
  }

  @Test
  void asksForTheCommitAgainWhenItIsRefused() {
    captured()
        .expect(INVENTORY_COMMANDS, new CommitReservation(ORDER))
        .reply(new CommitRefused(ORDER, "expired"))
        .expectNothing()
        .after(Backoff.forever().first())
        .expect(INVENTORY_COMMANDS, new CommitReservation(ORDER))
        .reply(new ReservationCommitted(ORDER))
        .expectCompleted();
  }

  @Test
  void voidsThenReleasesWhenItIsCancelledBeforeTheCapture() {
    var order =
        reserved()
            .cancel()
            .expect(PAYMENT_COMMANDS, new VoidAuthorization(ORDER))
            .reply(new AuthorizationVoided(ORDER))
            .expect(INVENTORY_COMMANDS, new ReleaseStock(ORDER))
            .reply(new StockReleased(ORDER))
            .expectRolledBack();
    assertThat(order.reason()).isEqualTo("cancelled");
  }

  @Test
  void goesOnWhenItIsCancelledAfterTheCaptureWasSent() {
    authorized()
        .cancel()
        .expectNothing()
        .after(Backoff.forever().first())
        .expect(PAYMENT_COMMANDS, new CapturePayment(ORDER))
        .reply(new PaymentCaptured(ORDER, PAYMENT))
        .cancel()
        .expectNothing()
        .after(Backoff.forever().first())
        .expect(INVENTORY_COMMANDS, new CommitReservation(ORDER))
        .reply(new ReservationCommitted(ORDER))
        .expectCompleted();
  }

  private SagaConversation<PlaceOrder> reserved() {
    return saga.expect(INVENTORY_COMMANDS, new ReserveStock(ORDER, LINES))
        .reply(new StockReserved(ORDER, Instant.EPOCH))
        .expect(PAYMENT_COMMANDS, new AuthorizePayment(ORDER, CUSTOMER, TOTAL, "tok_visa"));
  }

  private SagaConversation<PlaceOrder> authorized() {
    return reserved()
        .reply(new PaymentAuthorized(ORDER, PAYMENT))
        .expect(PAYMENT_COMMANDS, new CapturePayment(ORDER));
  }

  private SagaConversation<PlaceOrder> captured() {
    return authorized().reply(new PaymentCaptured(ORDER, PAYMENT));
  }
}
