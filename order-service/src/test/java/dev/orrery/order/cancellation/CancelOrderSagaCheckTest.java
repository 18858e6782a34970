package dev.orrery.order.cancellation;

import static dev.orrery.contracts.Topics.INVENTORY_COMMANDS;
import static dev.orrery.contracts.Topics.PAYMENT_COMMANDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.checker.SagaChecker;
import dev.orrery.saga.checker.TccParticipant;
import dev.orrery.saga.checker.TccParticipant.Tcc;
import dev.orrery.saga.checker.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every run of a cancellation, while whatever was sent to place the order may still arrive. */
class CancelOrderSagaCheckTest {
  private static final Logger log = LoggerFactory.getLogger(CancelOrderSagaCheckTest.class);
  private static final UUID ORDER = new UUID(0, 1);
  private static final UUID PAYMENT = new UUID(0, 2);

  private final TccParticipant stock =
      TccParticipant.named("stock")
          .startsAs(Tcc.CONFIRMED)
          .tries(
              ReserveStock.class,
              new StockReserved(ORDER, Instant.EPOCH),
              new StockRejected(ORDER, "out_of_stock", List.of("ORR-1001")))
          .confirms(
              CommitReservation.class,
              new ReservationCommitted(ORDER),
              new CommitRefused(ORDER, "not_reserved"))
          .returns(
              ReturnStock.class, new StockReturned(ORDER), new ReturnRefused(ORDER, "not_sold"))
          .mayFail(new ReturnRefused(ORDER, "not_sold"));
  private final TccParticipant payment =
      TccParticipant.named("payment")
          .startsAs(Tcc.CONFIRMED)
          .tries(
              AuthorizePayment.class,
              new PaymentAuthorized(ORDER, PAYMENT),
              new PaymentDeclined(ORDER, "card_declined"))
          .confirms(
              CapturePayment.class,
              new PaymentCaptured(ORDER, PAYMENT),
              new CaptureRefused(ORDER, "not_authorized"))
          .returns(
              RefundPayment.class,
              new PaymentRefunded(ORDER, PAYMENT),
              new RefundRefused(ORDER, "not_captured"))
          .mayFail(new RefundRefused(ORDER, "not_captured"));

  @Test
  void whateverHappensMoneyAndPiecesGoBackOnceEach() {
    Verdict verdict = check(new CancelOrderSaga(mock(Orders.class)).define(new SagaBuilder<>()));

    log.info("{}", verdict);
    verdict.assertHolds();
    assertThat(verdict.took()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void findsThatNothingIsTakenBackOfAnOrderThatWasNeverSold() {
    stock.startsAs(Tcc.CANCELLED);

    Verdict verdict = check(new CancelOrderSaga(mock(Orders.class)).define(new SagaBuilder<>()));

    assertThat(verdict.counterexample().orElseThrow().toString())
        .startsWith("broken: some run completes");
  }

  @Test
  void findsThatPiecesAreForgotten() {
    SagaDefinition<CancelOrder> mutant =
        new SagaBuilder<CancelOrder>()
            .named("mutant")
            .forwardOnly()
            .step("refund payment")
            .send(order -> new SagaCommand(PAYMENT_COMMANDS, "k", new RefundPayment(ORDER)))
            .onReply(PaymentRefunded.class)
            .failsIf(RefundRefused.class)
            .build();

    assertThat(check(mutant).counterexample().orElseThrow().toString())
        .startsWith("broken: ends with money and pieces where they came from");
  }

  private Verdict check(SagaDefinition<CancelOrder> definition) {
    return SagaChecker.of(definition, new CancelOrder(ORDER))
        .at(INVENTORY_COMMANDS, stock)
        .at(PAYMENT_COMMANDS, payment)
        .stray(new SagaCommand(INVENTORY_COMMANDS, "k", new ReserveStock(ORDER, List.of())))
        .stray(new SagaCommand(INVENTORY_COMMANDS, "k", new CommitReservation(ORDER)))
        .stray(
            new SagaCommand(
                PAYMENT_COMMANDS,
                "k",
                new AuthorizePayment(ORDER, ORDER, new Money(1, "EUR"), "tok_visa")))
        .stray(new SagaCommand(PAYMENT_COMMANDS, "k", new CapturePayment(ORDER)))
        .never("rolled back", it -> it.rolledBack())
        .endsWith(
            "money and pieces where they came from",
            it -> it.of(stock) == Tcc.RETURNED && it.of(payment) == Tcc.RETURNED)
        .check();
  }
}
