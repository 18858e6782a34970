package dev.orrery.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.saga.SagaLanguageTest.Busy;
import dev.orrery.saga.SagaLanguageTest.No;
import dev.orrery.saga.SagaLanguageTest.Party;
import dev.orrery.saga.SagaLanguageTest.PartySaga;
import dev.orrery.saga.SagaLanguageTest.Yes;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Branches, conditions and code, whatever arrives in whatever order. */
class SagaLanguageProperties {
  private static final int CAKE = 3;
  private static final int PIVOT = 4;
  private final SagaDefinition<Party> definition = new PartySaga().define(new SagaBuilder<>());

  record Event(Signal signal, int secondsLater) {}

  @Property(tries = 2000)
  void undoesAllThatMayHaveHappenedAndNothingThatWasNotAskedFor(
      @ForAll boolean birthday, @ForAll("events") List<Event> events) {
    Set<Integer> asked = new HashSet<>();
    Set<Integer> refused = new HashSet<>();
    Set<Integer> undone = new HashSet<>();
    Instant now = Instant.EPOCH;
    var transition =
        SagaEngine.start(definition, new UUID(0, 0), new Party(birthday, 1, List.of()), now);
    transition = runCode(transition, asked, undone, now);
    for (Event event : events) {
      now = now.plusSeconds(event.secondsLater());
      SagaState<Party> before = transition.state();
      transition = SagaEngine.on(definition, before, event.signal(), now);
      transition = runCode(transition, asked, undone, now);
      if (before.status() == Status.DOING) {
        before.branches().stream()
            .filter(branch -> isRefusal(branch, event.signal()))
            .forEach(branch -> refused.add(branch.step()));
      }
      if (before.status().isTerminal()) {
        assertThat(transition).isEqualTo(Transition.to(before));
      }
      if (before.step() >= PIVOT) {
        assertThat(before.status()).isNotEqualTo(Status.UNDOING);
      }
    }
    assertThat(asked).containsAll(undone);
    if (!birthday) {
      assertThat(asked).doesNotContain(CAKE);
    }
    if (transition.state().status() == Status.ROLLED_BACK) {
      asked.removeAll(refused);
      asked.removeIf(step -> definition.step(step).undo().isEmpty());
      assertThat(undone).isEqualTo(asked);
    }
  }

  private Transition<Party> runCode(
      Transition<Party> first, Set<Integer> asked, Set<Integer> undone, Instant now) {
    Transition<Party> transition = first;
    while (true) {
      transition
          .dispatches()
          .forEach(sent -> (sent.action() == Action.DO ? asked : undone).add(sent.step()));
      if (transition.local().isEmpty()) {
        return transition;
      }
      var call = transition.local().get();
      (call.action() == Action.DO ? asked : undone).add(call.step());
      Signal outcome = call.run(transition.state().data());
      transition = SagaEngine.on(definition, transition.state(), outcome, now);
    }
  }

  private boolean isRefusal(Branch branch, Signal signal) {
    return branch.isOpen()
        && branch.attempt() == 1
        && signal instanceof Signal.Replied(var action, int step, var reply)
        && action == Action.DO
        && step == branch.step()
        && definition.step(step).refusals().containsKey(reply.getClass());
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Object> replies =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, Arbitraries.just(new Yes())),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(new No())),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(new Busy())));
    Arbitrary<Signal> replied =
        Combinators.combine(
                Arbitraries.of(Action.values()), Arbitraries.integers().between(0, 6), replies)
            .as(Signal.Replied::new);
    Arbitrary<Signal> signals =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(40, replied),
            net.jqwik.api.Tuple.of(10, Arbitraries.just(new Signal.Tick())),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(new Signal.CancelRequested())),
            net.jqwik.api.Tuple.of(2, Arbitraries.just(new Signal.Retry())));
    return Combinators.combine(signals, Arbitraries.integers().between(0, 20))
        .as(Event::new)
        .list()
        .ofMaxSize(80);
  }
}
