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
import dev.orrery.contracts.PaymentReply.VoidRefused;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.checker.SagaChecker;
import dev.orrery.saga.checker.TccParticipant;
import dev.orrery.saga.checker.TccParticipant.Tcc;
import dev.orrery.saga.checker.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlaceOrderSagaCheckTest {
  private static final UUID ORDER = UUID.randomUUID();
  private static final UUID PAYMENT = UUID.randomUUID();
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final PlaceOrderSaga saga =
      new PlaceOrderSaga(mock(Orders.class), new PlacementProperties(WITHIN, WITHIN));
  private final PlaceOrder order =
      new PlaceOrder(
          ORDER,
          UUID.randomUUID(),
          List.of(new StockLine("ORR-1001", 2)),
          new Money(2_500, "EUR"),
          "tok_visa",
          null);

  @Test
  void whateverHappensAnOrderIsSoldAndPaidOrNeither() {
    var stock =
        TccParticipant.named("stock")
            .tries(ReserveStock.class, new StockReserved(ORDER, Instant.EPOCH), outOfStock())
            .confirms(
                CommitReservation.class,
                new ReservationCommitted(ORDER),
                new CommitRefused(ORDER, "not_reserved"))
            .cancels(ReleaseStock.class, new StockReleased(ORDER), new StockReleased(ORDER));
    var payment =
        TccParticipant.named("payment")
            .tries(
                AuthorizePayment.class,
                new PaymentAuthorized(ORDER, PAYMENT),
                new PaymentDeclined(ORDER, "card_declined"))
            .confirms(
                CapturePayment.class,
                new PaymentCaptured(ORDER, PAYMENT),
                new CaptureRefused(ORDER, "not_authorized"))
            .cancels(
                VoidAuthorization.class,
                new AuthorizationVoided(ORDER),
                new VoidRefused(ORDER, "captured"));

    Verdict verdict =
        SagaChecker.of(saga, order)
            .at(INVENTORY_COMMANDS, stock)
            .at(PAYMENT_COMMANDS, payment)
            .never(
                "captured without a reservation",
                it -> it.of(payment) == Tcc.CONFIRMED && !used(it.of(stock)))
            .endsWith(
                "sold and paid where it completes",
                it ->
                    !it.completed()
                        || it.of(stock) == Tcc.CONFIRMED && it.of(payment) == Tcc.CONFIRMED)
            .endsWith(
                "nothing set aside or taken where it is rolled back",
                it -> !it.rolledBack() || !used(it.of(stock)) && !used(it.of(payment)))
            .check();

    verdict.assertHolds();
    assertThat(verdict.took()).isLessThan(Duration.ofSeconds(10));
  }

  private static boolean used(Tcc state) {
    return state == Tcc.TRIED || state == Tcc.CONFIRMED;
  }

  private static StockRejected outOfStock() {
    return new StockRejected(ORDER, "out_of_stock", List.of("ORR-1001"));
  }
}
