package dev.orrery.saga.checker;

import static dev.orrery.saga.checker.Ticket.assertBroken;
import static dev.orrery.saga.checker.Ticket.at;
import static dev.orrery.saga.checker.Ticket.authorize;
import static dev.orrery.saga.checker.Ticket.capture;
import static dev.orrery.saga.checker.Ticket.hold;
import static dev.orrery.saga.checker.Ticket.sell;
import static dev.orrery.saga.checker.Ticket.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.checker.TccParticipant.Tcc;
import dev.orrery.saga.checker.Ticket.Busy;
import dev.orrery.saga.checker.Ticket.Free;
import dev.orrery.saga.checker.Ticket.VoidIt;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ticket is sold in a right way, and with one mistake each. */
class SagaCheckerTest {
  private final Ticket ticket = new Ticket();

  @Test
  void aRightSagaHolds() {
    Verdict verdict = ticket.check(SagaCheckerTest::right);

    verdict.assertHolds();
    assertThat(verdict.states()).isGreaterThan(40);
    assertThat(verdict.toString()).contains("ticket: ", " states, ", "everything holds");
  }

  @Test
  void findsThatTheAuthorizationIsNeverUndone() {
    assertBroken(
        ticket.check(saga ->
            sell(
                capture(
                        hold(saga.step("hold"))
                            .step("authorize")
                            .send(data -> at("cards", new Ticket.Authorize()))
                            .onReply(Ticket.Authorized.class)
                            .endsIf(Ticket.Declined.class, (data, no) -> data)
                            .pivot("capture"))
                    .step("sell"))),
        "card is never left TRIED when the saga is ROLLED_BACK",
        "The saga starts and sends Hold (hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "The saga hears Held and sends Authorize (authorize).",
        "The saga has run out of time, turns back and sends Free (undoes hold).",
        "seat takes Free and answers Freed: it is CANCELLED.",
        "The saga hears Freed and is ROLLED_BACK.",
        "card takes Authorize and answers Authorized: it is TRIED.");
  }

  @Test
  void findsThatACompensationIsThatOfAnotherStep() {
    assertBroken(
        ticket.check(saga ->
            sell(
                capture(
                        authorize(
                                hold(saga.step("hold"))
                                    .undo(data -> at("cards", new VoidIt()))
                                    .step("authorize"))
                            .undo(data -> at("seats", new Free()))
                            .pivot("capture"))
                    .step("sell"))),
        "seat is never left TRIED when the saga is ROLLED_BACK",
        "The saga starts and sends Hold (hold).",
        "The saga has run out of time, turns back and sends VoidIt (undoes hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "card takes VoidIt and answers Voided: it is CANCELLED.",
        "The saga hears Voided and is ROLLED_BACK.");
  }

  @Test
  void findsThatTheSeatIsFreedBeforeTheAuthorizationIsVoided() {
    var checker =
        ticket
            .checker(saga ->
                sell(
                    capture(hold(authorize(saga.step("authorize")).step("hold")).pivot("capture"))
                        .step("sell")))
            .never(
                "freed while the card is still authorized",
                it -> it.of(ticket.seat) == Tcc.CANCELLED && it.of(ticket.card) == Tcc.TRIED);
    assertBroken(checker.check(), "never freed while the card is still authorized");
  }

  @Test
  void findsThatWhatWasSoldCannotBeFreed() {
    assertBroken(
        ticket.check(saga ->
            capture(
                sell(authorize(hold(saga.step("hold")).step("authorize")).step("sell"))
                    .undo(data -> at("seats", new Free()))
                    .pivot("capture"))),
        "seat is never left CONFIRMED when the saga is ROLLED_BACK");
  }

  @Test
  void findsThatMoneyIsTakenBeforeThereIsASeat() {
    assertBroken(
        ticket.check(saga ->
            sell(
                authorize(saga.step("authorize"))
                    .pivot("capture")
                    .send(data -> at("cards", new Ticket.Capture()))
                    .onReply(Ticket.Captured.class)
                    .step("hold")
                    .send(data -> at("seats", new Ticket.Hold()))
                    .onReply(Ticket.Held.class)
                    .step("sell"))),
        "never captured without a seat");
  }

  @Test
  void findsThatARefusalAfterThePivotIsAskedAboutForEver() {
    var lax =
        SagaChecker.of(
                sell(authorize(new SagaBuilder<String>().named("late").step("authorize"))
                        .pivot("capture")
                        .send(data -> at("cards", new Ticket.Capture()))
                        .onReply(Ticket.Captured.class)
                        .endsIf(Ticket.NotCaptured.class, (data, no) -> data)
                        .step("hold")
                        .send(data -> at("seats", new Ticket.Hold()))
                        .onReply(Ticket.Held.class)
                        .step("sell"))
                    .build(),
                "data")
            .at("seats", ticket.seat)
            .at("cards", ticket.card);
    assertBroken(
        lax.check(),
        "every fair run ends",
        "The saga starts and sends Authorize (authorize).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "The saga hears Authorized and sends Capture (capture).",
        "card takes Capture and answers Captured: it is CONFIRMED.",
        "The saga hears Captured and sends Hold (hold).",
        "The saga has waited for hold and sends Hold (hold).",
        "seat takes Hold and answers Full: it is REFUSED.",
        "From here on it can go round for ever:",
        "The saga has waited for hold and sends Hold (hold).",
        "seat takes Hold and answers Full: it is REFUSED.",
        "The saga hears Full and will ask again.",
        "The saga has waited for hold and sends Hold (hold).");
  }

  @Test
  void findsThatThePivotComesBeforeWhatItNeeds() {
    assertBroken(
        ticket.check(saga ->
            capture(hold(saga.step("hold")).pivot("capture"))
                .step("authorize")
                .send(data -> at("cards", new Ticket.Authorize()))
                .onReply(Ticket.Authorized.class)),
        "some run completes",
        "The saga starts and sends Hold (hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "The saga hears Held and sends Capture (capture).",
        "No run gets beyond capture.");
  }

  @Test
  void findsThatTheSeatIsNeverSold() {
    assertBroken(
        ticket.check(
            saga -> capture(authorize(hold(saga.step("hold")).step("authorize")).pivot("capture"))),
        "seat is never left TRIED when the saga is COMPLETED");
  }

  @Test
  void findsThatThereIsNoPivot() {
    assertBroken(
        ticket.check(saga ->
            sell(
                capture(authorize(hold(saga.step("hold")).step("authorize")).step("capture"))
                    .step("sell"))),
        "never captured without a seat",
        "The saga starts and sends Hold (hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "The saga hears Held and sends Authorize (authorize).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "The saga hears Authorized and sends Capture (capture).",
        "The saga has run out of time, turns back and sends VoidIt (undoes authorize).",
        "card takes Capture and answers Captured: it is CONFIRMED.",
        "card takes VoidIt and answers NotVoided: it is CONFIRMED.",
        "The saga hears NotVoided and sends Free (undoes hold).",
        "seat takes Free and answers Freed: it is CANCELLED.");
  }

  @Test
  void whoIsBusyIsAskedAgainAndThatIsNoMistake() {
    ticket.seat.mayFail(new Busy());
    ticket.card.mayFail(new Busy());
    ticket
        .check(saga ->
            sell(capture(
                        authorize(hold(saga.step("hold")).failsIf(Busy.class).step("authorize"))
                            .failsIf(Busy.class)
                            .pivot("capture"))
                    .failsIf(Busy.class)
                    .step("sell"))
                .failsIf(Busy.class))
        .assertHolds();
  }

  @Test
  void whoCannotNowCanAtLastAlsoWhereTheDefinitionDoesNotSayWhatThatMeans() {
    ticket.post.mayFail(new Busy());
    ticket.check(saga -> tell(right(saga).step("tell"))).assertHolds();
  }

  @Test
  void findsThatToBeBusyIsTakenForHavingUndone() {
    ticket.card.mayFail(new Busy());
    assertBroken(
        ticket.check(SagaCheckerTest::right),
        "card is never left TRIED when the saga is ROLLED_BACK",
        "The saga starts and sends Hold (hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "The saga hears Held and sends Authorize (authorize).",
        "The saga has run out of time, turns back and sends VoidIt (undoes authorize).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "card takes VoidIt and answers Busy: it is TRIED.",
        "The saga hears Busy and sends Free (undoes hold).",
        "seat takes Free and answers Freed: it is CANCELLED.",
        "The saga hears Freed and is ROLLED_BACK.");
  }

  @Test
  void saysThatNothingIsProvenWhereThereAreTooManyStates() {
    var counting = ticket.checker(SagaCheckerTest::right).atMost(20);
    assertThatThrownBy(counting::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("ticket has more than 20 states: nothing is proven.");
  }

  @Test
  void doesNotPassWhatGrowsWithoutBound() {
    Participant<Integer> counter =
        new Participant<>() {
          @Override
          public String name() {
            return "counter";
          }

          @Override
          public Integer initial() {
            return 0;
          }

          @Override
          public List<Outcome<Integer>> on(Integer state, Object command) {
            return List.of(Outcome.of(state + 1, new Ticket.Told()));
          }
        };
    var checker =
        SagaChecker.of(
                tell(new SagaBuilder<String>().named("counted").step("tell")).build(), "data")
            .at("post", counter)
            .atMost(5_000);
    assertThatThrownBy(checker::check).hasMessageContaining("nothing is proven");
  }

  @Test
  void saysThatNobodyTakesACommand() {
    var alone =
        SagaChecker.of(right(new SagaBuilder<String>().named("alone")).build(), "data")
            .at("seats", ticket.card);
    assertThatThrownBy(alone::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nobody at seats takes Hold");
  }

  private static SagaBuilder<String>.StepBuilder right(SagaBuilder<String> saga) {
    return sell(
        capture(authorize(hold(saga.step("hold")).step("authorize")).pivot("capture"))
            .step("sell"));
  }
}
