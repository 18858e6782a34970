package dev.orrery.saga.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.checker.TccParticipant.Tcc;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A sale of a ticket, right and with one mistake each. */
class SagaCheckerTest {
  private final TccParticipant seat =
      TccParticipant.named("seat")
          .tries(Hold.class, new Held(), new Full())
          .confirms(Sell.class, new Sold(), new NotSold())
          .cancels(Free.class, new Freed(), new NotFreed());
  private final TccParticipant card =
      TccParticipant.named("card")
          .tries(Authorize.class, new Authorized(), new Declined())
          .confirms(Capture.class, new Captured(), new NotCaptured())
          .cancels(VoidIt.class, new Voided(), new NotVoided());

  @Test
  void aRightSagaHolds() {
    Verdict verdict = check(saga -> captured(authorized(held(saga))).build());

    verdict.assertHolds();
    assertThat(verdict.states()).isGreaterThan(100);
    assertThat(verdict.toString()).contains("ticket: ", " states, depth ", "everything holds");
  }

  @Test
  void findsThatTheAuthorizationIsNeverUndone() {
    assertBroken(
        check(saga ->
            captured(
                    held(saga)
                        .undo(data -> at("seats", new Free()))
                        .step("authorize")
                        .send(data -> at("cards", new Authorize()))
                        .onReply(Authorized.class)
                        .endsIf(Declined.class, (data, no) -> data))
                .build()),
        "ends with nothing sold, held or taken after a roll-back",
        "The saga starts and sends Hold (hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "The saga hears Held and sends Authorize (authorize).",
        "The saga waits no longer and sends Free (undoes hold).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "seat takes Free and answers Freed: it is CANCELLED.",
        "The saga hears Freed and is ROLLED_BACK.");
  }

  @Test
  void findsThatWhatWasSoldCannotBeFreed() {
    assertBroken(
        check(saga ->
            authorized(held(saga))
                .step("sell")
                .send(data -> at("seats", new Sell()))
                .onReply(Sold.class)
                .undo(data -> at("seats", new Free()))
                .pivot("capture")
                .send(data -> at("cards", new Capture()))
                .onReply(Captured.class)
                .endsIf(NotCaptured.class, (data, no) -> data)
                .build()),
        "ends with nothing sold, held or taken after a roll-back",
        "The saga starts and sends Hold (hold).",
        "seat takes Hold and answers Held: it is TRIED.",
        "The saga hears Held and sends Authorize (authorize).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "The saga hears Authorized and sends Sell (sell).",
        "The saga waits no longer and sends Free (undoes sell).",
        "seat takes Sell and answers Sold: it is CONFIRMED.",
        "seat takes Free and answers NotFreed: it is CONFIRMED.",
        "The saga hears NotFreed and sends VoidIt (undoes authorize).",
        "card takes VoidIt and answers Voided: it is CANCELLED.",
        "The saga hears Voided and sends Free (undoes hold).",
        "seat takes Free and answers NotFreed: it is CONFIRMED.",
        "The saga hears NotFreed and is ROLLED_BACK.");
  }

  @Test
  void findsThatARefusalAfterThePivotIsWaitedForForEver() {
    var late =
        saga(saga ->
            authorize(saga.named("ticket").step("authorize"))
                .pivot("capture")
                .send(data -> at("cards", new Capture()))
                .onReply(Captured.class)
                .endsIf(NotCaptured.class, (data, no) -> data)
                .step("hold")
                .send(data -> at("seats", new Hold()))
                .onReply(Held.class)
                .build());
    assertBroken(
        SagaChecker.of(late, "data").at("seats", seat).at("cards", card).check(),
        "every fair run ends",
        "The saga starts and sends Authorize (authorize).",
        "card takes Authorize and answers Authorized: it is TRIED.",
        "The saga hears Authorized and sends Capture (capture).",
        "card takes Capture and answers Captured: it is CONFIRMED.",
        "The saga hears Captured and sends Hold (hold).",
        "The saga waits no longer and sends Hold (hold).",
        "seat takes Hold and answers Full: it is REFUSED.",
        "From here on it can go round for ever, though time passes and messages arrive.");
  }

  @Test
  void findsThatThePivotComesBeforeWhatItNeeds() {
    assertBroken(
        check(saga ->
            held(saga)
                .undo(data -> at("seats", new Free()))
                .pivot("capture")
                .send(data -> at("cards", new Capture()))
                .onReply(Captured.class)
                .endsIf(NotCaptured.class, (data, no) -> data)
                .step("authorize")
                .send(data -> at("cards", new Authorize()))
                .onReply(Authorized.class)
                .build()),
        "some run completes");
  }

  @Test
  void saysThatNothingIsProvenWhereThereAreTooManyStates() {
    var counting = saga(saga -> captured(authorized(held(saga))).build());
    assertThatThrownBy(() -> checker(counting).atMost(50).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("ticket has more than 50 states: nothing is proven.");
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
            return List.of(new Outcome<>(state + 1, new Authorized()));
          }
        };
    var checker =
        SagaChecker.of(saga(saga -> captured(authorized(held(saga))).build()), "data")
            .at("seats", seat)
            .at("cards", counter)
            .atMost(5_000);
    assertThatThrownBy(checker::check).hasMessageContaining("nothing is proven");
  }

  @Test
  void saysThatNobodyTakesACommand() {
    var alone = SagaChecker.of(saga(saga -> captured(authorized(held(saga))).build()), "data");
    assertThatThrownBy(alone::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nobody is at seats");
  }

  private Verdict check(Function<SagaBuilder<String>, SagaDefinition<String>> definition) {
    return checker(saga(definition)).check();
  }

  private SagaChecker<String> checker(Saga<String> saga) {
    return SagaChecker.of(saga, "data")
        .at("seats", seat)
        .at("cards", card)
        .never(
            "captured without a seat",
            it -> it.of(card) == Tcc.CONFIRMED && it.of(seat) == Tcc.UNTOUCHED)
        .endsWith(
            "all sold and taken where it completes",
            it -> !it.completed() || it.of(seat) == Tcc.CONFIRMED && it.of(card) == Tcc.CONFIRMED)
        .endsWith(
            "nothing sold, held or taken after a roll-back",
            it -> !it.rolledBack() || isFree(it.of(seat)) && isFree(it.of(card)));
  }

  private static boolean isFree(Tcc state) {
    return state != Tcc.TRIED && state != Tcc.CONFIRMED;
  }

  private static void assertBroken(Verdict verdict, String name, String... story) {
    var counterexample = verdict.counterexample().orElseThrow();
    assertThat(counterexample.broken()).isEqualTo(name);
    assertThat(counterexample.story()).containsExactly(story);
    assertThatThrownBy(verdict::assertHolds).isInstanceOf(AssertionError.class);
  }

  private static SagaBuilder<String>.StepBuilder held(SagaBuilder<String> saga) {
    return saga.named("ticket")
        .step("hold")
        .send(data -> at("seats", new Hold()))
        .onReply(Held.class)
        .endsIf(Full.class, (data, no) -> data)
        .undo(data -> at("seats", new Free()));
  }

  private static SagaBuilder<String>.StepBuilder authorized(SagaBuilder<String>.StepBuilder saga) {
    return authorize(saga.step("authorize"));
  }

  private static SagaBuilder<String>.StepBuilder authorize(SagaBuilder<String>.StepBuilder step) {
    return step.send(data -> at("cards", new Authorize()))
        .onReply(Authorized.class)
        .endsIf(Declined.class, (data, no) -> data)
        .undo(data -> at("cards", new VoidIt()));
  }

  private static SagaBuilder<String>.StepBuilder captured(SagaBuilder<String>.StepBuilder saga) {
    return saga.pivot("capture")
        .send(data -> at("cards", new Capture()))
        .onReply(Captured.class)
        .endsIf(NotCaptured.class, (data, no) -> data)
        .step("sell")
        .send(data -> at("seats", new Sell()))
        .onReply(Sold.class);
  }

  private static SagaCommand at(String destination, Object payload) {
    return new SagaCommand(destination, "1", payload);
  }

  private static Saga<String> saga(
      Function<SagaBuilder<String>, SagaDefinition<String>> definition) {
    return new Saga<>() {
      @Override
      public SagaDefinition<String> define(SagaBuilder<String> saga) {
        return definition.apply(saga);
      }

      @Override
      public void completed(String data) {}

      @Override
      public void rolledBack(String data) {}
    };
  }

  record Hold() {}

  record Held() {}

  record Full() {}

  record Sell() {}

  record Sold() {}

  record NotSold() {}

  record Free() {}

  record Freed() {}

  record NotFreed() {}

  record Authorize() {}

  record Authorized() {}

  record Declined() {}

  record Capture() {}

  record Captured() {}

  record NotCaptured() {}

  record VoidIt() {}

  record Voided() {}

  record NotVoided() {}
}
