package dev.orrery.saga.checker;

import static dev.orrery.saga.checker.Ticket.assertBroken;
import static dev.orrery.saga.checker.Ticket.at;
import static dev.orrery.saga.checker.Ticket.authorize;
import static dev.orrery.saga.checker.Ticket.capture;
import static dev.orrery.saga.checker.Ticket.hold;
import static dev.orrery.saga.checker.Ticket.sell;
import static dev.orrery.saga.checker.Ticket.tell;

import dev.orrery.saga.Backoff;
import dev.orrery.saga.Local;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.checker.TccParticipant.Tcc;
import dev.orrery.saga.checker.Ticket.Busy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each word of the saga language, checked where it is used rightly and where it is not. */
class CheckerLanguageTest {
  private final Ticket ticket = new Ticket();

  record Sale(boolean post, boolean budgeted) {
    Sale budgeted(boolean now) {
      return new Sale(post, now);
    }
  }

  @Test
  void aRightSagaOfEveryWordHolds() {
    ticket.seat.mayFail(new Busy());
    everyWord(true).assertHolds();
    everyWord(false).assertHolds();
  }

  private Verdict everyWord(boolean post) {
    return ticket
        .checker(definition(), new Sale(post, false))
        .code(
            "budget",
            sale -> List.of(new Local.Done<>(sale.budgeted(true)), new Local.Refused<>(sale)))
        .never(
            "captured without a budget",
            it -> it.of(ticket.card) == Tcc.CONFIRMED && !it.saga().data().budgeted())
        .endsWith("its budget back", it -> it.completed() || !it.saga().data().budgeted())
        .endsWith(
            "a letter where one is wanted",
            it -> it.of(ticket.post).isEmpty() == !(post && it.completed()))
        .check();
  }

  static SagaDefinition<Sale> definition() {
    var reserved =
        authorize(
            hold(new SagaBuilder<Sale>()
                    .named("sale")
                    .step("budget")
                    .local(sale -> new Local.Done<>(sale.budgeted(true)))
                    .undoLocal(sale -> sale.budgeted(false))
                    .parallel("hold"))
                .timeout(Duration.ofSeconds(1))
                .failsIf(Busy.class)
                .retried(Backoff.fixed(Duration.ofSeconds(1)).limited(3))
                .and("authorize"));
    return tell(sell(capture(reserved.pivot("capture")).parallel("sell"))
            .failsIf(Busy.class)
            .and("tell")
            .when(Sale::post))
        .build();
  }

  @Test
  void findsThatABranchIsNotUndone() {
    assertBroken(
        ticket.check(saga ->
            sell(
                capture(
                        hold(saga.parallel("hold"))
                            .and("authorize")
                            .send(data -> at("cards", new Ticket.Authorize()))
                            .onReply(Ticket.Authorized.class)
                            .endsIf(Ticket.Declined.class, (data, no) -> data)
                            .pivot("capture"))
                    .step("sell"))),
        "card is never left TRIED when the saga is ROLLED_BACK",
        "The saga starts, sends Hold (hold) and sends Authorize (authorize).",
        "The saga has run out of time, turns back and sends Free (undoes hold).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "seat takes Free and answers Freed: it is CANCELLED.",
        "The saga hears Freed and is ROLLED_BACK.");
  }

  @Test
  void findsThatWhatOneBranchNeedsIsInAnother() {
    assertBroken(
        ticket.check(saga ->
            sell(
                capture(hold(saga.parallel("hold")).and("capture"))
                    .undo(data -> at("cards", new Ticket.VoidIt()))
                    .step("sell"))),
        "some run completes");
  }

  @Test
  void findsThatWhatIsSkippedWasNeeded() {
    assertBroken(
        ticket
            .checker(saga ->
                sell(
                    capture(
                            authorize(hold(saga.step("hold").when(data -> false)).step("authorize"))
                                .pivot("capture"))
                        .step("sell")))
            .check(),
        "never captured without a seat");
  }

  @Test
  void findsThatCodeIsNotTakenBack() {
    var definition =
        sell(capture(
                    authorize(
                            hold(new SagaBuilder<Sale>()
                                    .named("sale")
                                    .step("budget")
                                    .local(sale -> new Local.Done<>(sale.budgeted(true)))
                                    .step("hold"))
                                .step("authorize"))
                        .pivot("capture"))
                .step("sell"))
            .build();
    assertBroken(
        ticket
            .checker(definition, new Sale(false, false))
            .endsWith("its budget back", it -> it.completed() || !it.saga().data().budgeted())
            .check(),
        "ends with its budget back",
        "The saga starts, runs the code that does budget and sends Hold (hold).",
        "seat takes Hold and answers Full: it is REFUSED.",
        "The saga hears Full and is ROLLED_BACK.");
  }

  @Test
  void findsThatAHeldSeatIsForgottenAfterThePivot() {
    assertBroken(
        SagaChecker.of(
                tell(capture(
                            authorize(new SagaBuilder<String>().named("late").step("authorize"))
                                .pivot("capture"))
                        .parallel("hold")
                        .send(data -> at("seats", new Ticket.Hold()))
                        .onReply(Ticket.Held.class)
                        .and("tell"))
                    .build(),
                "data")
            .at("seats", ticket.seat)
            .at("cards", ticket.card)
            .at("post", ticket.post)
            .check(),
        "seat is never left TRIED when the saga is COMPLETED");
  }

  @Test
  void aCommandOfSomebodyElseMayComeAtAnyTime() {
    assertBroken(
        ticket
            .checker(saga ->
                sell(
                    capture(authorize(hold(saga.step("hold")).step("authorize")).pivot("capture"))
                        .step("sell")))
            .stray(at("seats", new Ticket.Free()))
            .check(),
        "never captured without a seat",
        "The saga starts and sends Hold (hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "seat takes Free, which others have sent, and answers Freed: it is CANCELLED.",
        "The saga hears Held and sends Authorize (authorize).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "The saga hears Authorized and sends Capture (capture).",
        "card takes Capture and answers Captured: it is CONFIRMED.");
  }
}
