package dev.orrery.saga.checker;

import dev.orrery.saga.Branch;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Time without length. A timer that runs may go off at any moment, before or after any other; so
 * may the deadline of the whole, and with it whatever waits for nothing else.
 */
final class Timers {
  static final Instant NOW = Instant.EPOCH;
  static final Instant DEADLINE = NOW.plus(Duration.ofDays(1_000_000));
  private static final Instant RUNNING = NOW.plus(Duration.ofDays(1));
  private static final int AT_ONCE_AT_MOST = 8;

  private Timers() {}

  /** The same state for all times, and for all attempts that the engine does not tell apart. */
  static <D> SagaState<D> timeless(SagaDefinition<D> saga, SagaState<D> state) {
    List<Branch> branches = new ArrayList<>(state.branches().size());
    for (Branch branch : state.branches()) {
      boolean open = Listening.isOpen(state, branch);
      branches.add(
          new Branch(
              branch.step(),
              branch.progress(),
              open ? Math.min(branch.attempt(), saga.lastDistinctAttempt(branch.step())) : 1,
              open ? timeless(branch.due(), state.deadline()) : NOW));
    }
    return with(state, List.copyOf(branches));
  }

  private static Instant timeless(Instant due, Instant deadline) {
    return due.equals(deadline) ? DEADLINE : RUNNING;
  }

  /** The steps that have a timer of their own running. */
  static Set<Integer> running(SagaState<?> state) {
    Set<Integer> steps = new TreeSet<>();
    for (Branch branch : state.branches()) {
      if (Listening.isOpen(state, branch) && branch.due().equals(RUNNING)) {
        steps.add(branch.step());
      }
    }
    return steps;
  }

  /** Every choice of timers that may go off at once. */
  static List<Set<Integer>> choices(Set<Integer> running) {
    if (running.size() > AT_ONCE_AT_MOST) {
      throw new IllegalStateException(
          "more than %d steps wait at once: nothing is proven".formatted(AT_ONCE_AT_MOST));
    }
    List<Integer> steps = List.copyOf(running);
    List<Set<Integer>> choices = new ArrayList<>();
    for (int choice = 1; choice < 1 << steps.size(); choice++) {
      Set<Integer> chosen = new TreeSet<>();
      for (int i = 0; i < steps.size(); i++) {
        if ((choice & 1 << i) != 0) {
          chosen.add(steps.get(i));
        }
      }
      choices.add(chosen);
    }
    return choices;
  }

  /** The state in which the timers of these steps have gone off. */
  static <D> SagaState<D> goneOff(SagaState<D> state, Set<Integer> steps) {
    return with(
        state,
        state.branches().stream()
            .map(branch ->
                steps.contains(branch.step())
                    ? new Branch(branch.step(), branch.progress(), branch.attempt(), NOW)
                    : branch)
            .toList());
  }

  private static <D> SagaState<D> with(SagaState<D> state, List<Branch> branches) {
    return new SagaState<>(
        state.id(), state.status(), branches, state.skipped(), NOW, DEADLINE, state.data());
  }
}
