package dev.orrery.saga.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.checker.TccParticipant.Tcc;
import java.util.List;
import java.util.function.Function;

/** A ticket is sold: a seat is held, a card is authorized and captured, the seat is sold. */
final class Ticket {
  final TccParticipant seat =
      TccParticipant.named("seat")
          .tries(Hold.class, new Held(), new Full())
          .confirms(Sell.class, new Sold(), new NotSold())
          .cancels(Free.class, new Freed(), new NotFreed());
  final TccParticipant card =
      TccParticipant.named("card")
          .tries(Authorize.class, new Authorized(), new Declined())
          .confirms(Capture.class, new Captured(), new NotCaptured())
          .cancels(VoidIt.class, new Voided(), new NotVoided());
  final IdempotentParticipant post =
      IdempotentParticipant.named("post").does(Tell.class, new Told());

  Verdict check(Function<SagaBuilder<String>, SagaBuilder<String>.StepBuilder> steps) {
    return checker(steps).check();
  }

  SagaChecker<String> checker(
      Function<SagaBuilder<String>, SagaBuilder<String>.StepBuilder> steps) {
    return checker(steps.apply(new SagaBuilder<String>().named("ticket")).build(), "data");
  }

  <D> SagaChecker<D> checker(SagaDefinition<D> definition, D data) {
    return SagaChecker.of(definition, data)
        .at("seats", seat)
        .at("cards", card)
        .at("post", post)
        .never(
            "captured without a seat",
            it ->
                it.of(card) == Tcc.CONFIRMED
                    && !List.of(Tcc.TRIED, Tcc.CONFIRMED).contains(it.of(seat)));
  }

  static <D> SagaBuilder<D>.StepBuilder hold(SagaBuilder<D>.StepBuilder step) {
    return step.send(data -> at("seats", new Hold()))
        .onReply(Held.class)
        .endsIf(Full.class, (data, no) -> data)
        .undo(data -> at("seats", new Free()));
  }

  static <D> SagaBuilder<D>.StepBuilder authorize(SagaBuilder<D>.StepBuilder step) {
    return step.send(data -> at("cards", new Authorize()))
        .onReply(Authorized.class)
        .endsIf(Declined.class, (data, no) -> data)
        .undo(data -> at("cards", new VoidIt()));
  }

  static <D> SagaBuilder<D>.StepBuilder capture(SagaBuilder<D>.StepBuilder step) {
    return step.send(data -> at("cards", new Capture()))
        .onReply(Captured.class)
        .endsIf(NotCaptured.class, (data, no) -> data);
  }

  static <D> SagaBuilder<D>.StepBuilder sell(SagaBuilder<D>.StepBuilder step) {
    return step.send(data -> at("seats", new Sell())).onReply(Sold.class);
  }

  static <D> SagaBuilder<D>.StepBuilder tell(SagaBuilder<D>.StepBuilder step) {
    return step.send(data -> at("post", new Tell())).onReply(Told.class);
  }

  static SagaCommand at(String destination, Object payload) {
    return new SagaCommand(destination, "1", payload);
  }

  /**
   * @param story all of it; or none, where only what is broken matters
   */
  static void assertBroken(Verdict verdict, String name, String... story) {
    var counterexample = verdict.counterexample().orElseThrow();
    assertThat(counterexample.broken()).isEqualTo(name);
    if (story.length > 0) {
      assertThat(counterexample.story()).containsExactly(story);
    }
    assertThatThrownBy(verdict::assertHolds).isInstanceOf(AssertionError.class);
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

  record Tell() {}

  record Told() {}

  record Busy() {}
}
