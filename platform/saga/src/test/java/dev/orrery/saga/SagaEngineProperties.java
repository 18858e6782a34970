package dev.orrery.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.TripSaga.Ask;
import dev.orrery.saga.TripSaga.Broken;
import dev.orrery.saga.TripSaga.No;
import dev.orrery.saga.TripSaga.Trip;
import dev.orrery.saga.TripSaga.Yes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever arrives, in whatever order, however late and however often. */
class SagaEngineProperties {
  private static final int PIVOT = 3;
  private final SagaDefinition<Trip> definition = new TripSaga().define(new SagaBuilder<>());

  record Event(Signal signal, int secondsLater) {}

  @Property(tries = 2000)
  void neverUndoesPastThePivotAndNeverLeavesAnEnd(@ForAll("events") List<Event> events) {
    Instant now = Instant.EPOCH;
    var transition = SagaEngine.start(definition, new UUID(0, 0), TripSaga.trip(), now);
    boolean paid = false;
    for (Event event : events) {
      now = now.plusSeconds(event.secondsLater());
      SagaState<Trip> before = transition.state();
      transition = SagaEngine.on(definition, before, event.signal(), now);
      SagaState<Trip> after = transition.state();
      paid |= before.status() == Status.DOING && after.step() > PIVOT;

      if (before.status().isTerminal()) {
        assertThat(after).isEqualTo(before);
        assertThat(transition.dispatches()).isEmpty();
      }
      if (paid) {
        assertThat(after.status()).isIn(Status.DOING, Status.COMPLETED, Status.ABANDONED);
      }
      if (before.status() == Status.UNDOING) {
        assertThat(after.status()).isIn(Status.UNDOING, Status.ROLLED_BACK, Status.ABANDONED);
        assertThat(after.step()).isLessThanOrEqualTo(before.step());
      }
    }
  }

  @Property(tries = 2000)
  void whateverMayHaveHappenedIsUndoneBeforeTheSagaIsRolledBack(
      @ForAll("events") List<Event> events) {
    Instant now = Instant.EPOCH;
    List<String> sent = new ArrayList<>();
    List<String> refusedAtOnce = new ArrayList<>();
    var transition = SagaEngine.start(definition, new UUID(0, 0), TripSaga.trip(), now);
    remember(sent, transition);
    for (Event event : events) {
      now = now.plusSeconds(event.secondsLater());
      SagaState<Trip> before = transition.state();
      if (isRefusalOfTheOnlyAttempt(before, event.signal())) {
        refusedAtOnce.add(definition.stepName(before.step()));
      }
      transition = SagaEngine.on(definition, before, event.signal(), now);
      remember(sent, transition);
    }
    if (transition.state().status() == Status.ROLLED_BACK) {
      if (sent.contains("book hotel") && !refusedAtOnce.contains("book hotel")) {
        assertThat(sent).contains("cancel hotel");
      }
      if (sent.contains("book flight") && !refusedAtOnce.contains("book flight")) {
        assertThat(sent).contains("cancel flight");
      }
      if (sent.contains("cancel hotel")) {
        assertThat(sent.indexOf("cancel hotel")).isLessThan(sent.indexOf("cancel flight"));
      }
    }
  }

  @Property(tries = 500)
  void endsOnceParticipantsAnswerEverything(@ForAll("events") List<Event> events) {
    Instant now = Instant.EPOCH;
    var transition = SagaEngine.start(definition, new UUID(0, 0), TripSaga.trip(), now);
    for (Event event : events) {
      now = now.plusSeconds(event.secondsLater());
      transition = SagaEngine.on(definition, transition.state(), event.signal(), now);
    }
    for (int i = 0; i < 10 && !transition.state().status().isTerminal(); i++) {
      SagaState<Trip> state = transition.state();
      Action action = state.status() == Status.UNDOING ? Action.UNDO : Action.DO;
      var answer = new Signal.Replied(action, state.step(), new Yes(""));
      transition = SagaEngine.on(definition, state, answer, now);
    }
    assertThat(transition.state().status().isTerminal()).isTrue();
  }

  private static void remember(List<String> sent, Transition<Trip> transition) {
    transition
        .dispatches()
        .forEach(dispatch -> sent.add(((Ask) dispatch.command().payload()).what()));
  }

  private static boolean isRefusalOfTheOnlyAttempt(SagaState<Trip> state, Signal signal) {
    return state.status() == Status.DOING
        && state.branches().getFirst().attempt() == 1
        && signal instanceof Signal.Replied(var action, int step, var reply)
        && action == Action.DO
        && step == state.step()
        && reply instanceof No
        && step > 0;
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Object> replies =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.just(new Yes(""))),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(new No(""))),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(new Broken(""))));
    Arbitrary<Signal> replied =
        Combinators.combine(
                Arbitraries.of(Action.values()), Arbitraries.integers().between(0, 4), replies)
            .as(Signal.Replied::new);
    Arbitrary<Signal> signals =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(40, replied),
            net.jqwik.api.Tuple.of(20, Arbitraries.just(new Signal.Tick())),
            net.jqwik.api.Tuple.of(2, Arbitraries.just(new Signal.CancelRequested())),
            net.jqwik.api.Tuple.of(4, Arbitraries.just(new Signal.Retry())),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(new Signal.Abandoned("enough"))));
    return Combinators.combine(signals, Arbitraries.integers().between(0, 30))
        .as(Event::new)
        .list()
        .ofMaxSize(60);
  }
}
