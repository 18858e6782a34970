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
import dev.orrery.order.cancellation.OrderCancellation;
import dev.orrery.order.orders.Orders;
import dev.orrery.saga.Backoff;
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

/** Every run of the saga as it is deployed, and what is found where a mistake is made in it. */
class PlaceOrderSagaCheckTest {
  private static final Logger log = LoggerFactory.getLogger(PlaceOrderSagaCheckTest.class);
  private static final UUID ORDER = new UUID(0, 1);
  private static final UUID PAYMENT = new UUID(0, 2);
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final PlaceOrder DATA =
      new PlaceOrder(
          ORDER,
          new UUID(0, 3),
          List.of(new StockLine("ORR-1001", 2)),
          new Money(2_500, "EUR"),
          "tok_visa",
          null);

  private final TccParticipant stock =
      TccParticipant.named("stock")
          .tries(
              ReserveStock.class,
              new StockReserved(ORDER, Instant.EPOCH),
              new StockRejected(ORDER, "out_of_stock", List.of("ORR-1001")))
          .confirms(
              CommitReservation.class,
              new ReservationCommitted(ORDER),
              new CommitRefused(ORDER, "not_reserved"))
          .cancels(ReleaseStock.class, new StockReleased(ORDER));
  private final TccParticipant payment =
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

  @Test
  void whateverHappensAnOrderIsSoldAndPaidOrNeither() {
    var properties = new PlacementProperties(WITHIN, WITHIN);
    var saga = new PlaceOrderSaga(mock(Orders.class), mock(OrderCancellation.class), properties);

    Verdict verdict = check(saga.define(new SagaBuilder<>()));

    log.info("{}", verdict);
    verdict.assertHolds();
    assertThat(verdict.states()).isGreaterThan(40);
    assertThat(verdict.took()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void findsThatAnAuthorizationIsLeftWhereItsUndoIsForgotten() {
    assertThat(
            broken(
                commit(
                    capture(
                        reserve(mutated().step("reserve stock"))
                            .step("authorize payment")
                            .send(order ->
                                payment(new AuthorizePayment(ORDER, ORDER, order.total(), "t")))
                            .onReply(PaymentAuthorized.class)
                            .endsIf(PaymentDeclined.class, PlaceOrder::declined)
                            .pivot("capture payment")))))
        .startsWith("broken: never released while there is still money taken or set aside")
        .endsWith("payment takes AuthorizePayment and answers PaymentAuthorized: it is TRIED.");
  }

  @Test
  void findsThatStockIsSoldBeforeTheMoneyIsSure() {
    assertThat(
            broken(
                capture(
                    authorize(
                            commit(reserve(mutated().step("reserve stock")))
                                .step("authorize payment"))
                        .pivot("capture payment"))))
        .startsWith("broken: every fair run ends")
        .endsWith("stock takes ReleaseStock and does not answer: it is CONFIRMED.");
  }

  @Test
  void findsThatMoneyIsTakenForStockThatMayBeRefused() {
    assertThat(
            broken(
                authorize(mutated().step("authorize payment"))
                    .pivot("capture payment")
                    .send(order -> payment(new CapturePayment(ORDER)))
                    .onReply(PaymentCaptured.class)
                    .endsIf(CaptureRefused.class, PlaceOrder::notCaptured)
                    .step("reserve stock")
                    .send(order -> inventory(new ReserveStock(ORDER, order.lines())))
                    .onReply(StockReserved.class)
                    .retried(Backoff.forever())))
        .startsWith("broken: never captured without a reservation");
  }

  private String broken(SagaBuilder<PlaceOrder>.StepBuilder mutant) {
    Verdict verdict = check(mutant.build());
    log.info("{}", verdict);
    return verdict.counterexample().orElseThrow().toString();
  }

  private Verdict check(SagaDefinition<PlaceOrder> definition) {
    return SagaChecker.of(definition, DATA)
        .at(INVENTORY_COMMANDS, stock)
        .at(PAYMENT_COMMANDS, payment)
        .never(
            "captured without a reservation",
            it -> it.of(payment) == Tcc.CONFIRMED && !isUsed(it.of(stock)))
        .never(
            "released while there is still money taken or set aside",
            it -> it.of(stock) == Tcc.CANCELLED && isUsed(it.of(payment)))
        .endsWith(
            "sold and paid where it completes",
            it ->
                !it.completed() || it.of(stock) == Tcc.CONFIRMED && it.of(payment) == Tcc.CONFIRMED)
        .check();
  }

  private static boolean isUsed(Tcc state) {
    return state == Tcc.TRIED || state == Tcc.CONFIRMED;
  }

  private static SagaBuilder<PlaceOrder> mutated() {
    return new SagaBuilder<PlaceOrder>().named("mutant").within(WITHIN, PlaceOrder::timedOut);
  }

  private static SagaBuilder<PlaceOrder>.StepBuilder reserve(
      SagaBuilder<PlaceOrder>.StepBuilder step) {
    return step.send(order -> inventory(new ReserveStock(ORDER, order.lines())))
        .onReply(StockReserved.class)
        .endsIf(StockRejected.class, PlaceOrder::outOfStock)
        .undo(order -> inventory(new ReleaseStock(ORDER)));
  }

  private static SagaBuilder<PlaceOrder>.StepBuilder authorize(
      SagaBuilder<PlaceOrder>.StepBuilder step) {
    return step.send(order -> payment(new AuthorizePayment(ORDER, ORDER, order.total(), "t")))
        .onReply(PaymentAuthorized.class)
        .endsIf(PaymentDeclined.class, PlaceOrder::declined)
        .undo(order -> payment(new VoidAuthorization(ORDER)));
  }

  private static SagaBuilder<PlaceOrder>.StepBuilder capture(
      SagaBuilder<PlaceOrder>.StepBuilder step) {
    return step.send(order -> payment(new CapturePayment(ORDER)))
        .onReply(PaymentCaptured.class)
        .endsIf(CaptureRefused.class, PlaceOrder::notCaptured);
  }

  private static SagaBuilder<PlaceOrder>.StepBuilder commit(
      SagaBuilder<PlaceOrder>.StepBuilder before) {
    return before
        .step("commit stock")
        .send(order -> inventory(new CommitReservation(ORDER)))
        .onReply(ReservationCommitted.class);
  }

  private static SagaCommand inventory(Object command) {
    return new SagaCommand(INVENTORY_COMMANDS, "k", command);
  }

  private static SagaCommand payment(Object command) {
    return new SagaCommand(PAYMENT_COMMANDS, "k", command);
  }
}
