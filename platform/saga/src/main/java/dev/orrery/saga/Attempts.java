package dev.orrery.saga;

import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Step.Kind;
import dev.orrery.saga.Transition.Dispatch;
import dev.orrery.saga.Transition.LocalCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks: for the first time, or once more. */
final class Attempts {
  private Attempts() {}

  /** Begins with the chosen steps, one bit each, of one group. */
  static <D> Transition<D> open(
      SagaDefinition<D> saga,
      SagaState<D> state,
      Status status,
      long chosen,
      long skipped,
      D data,
      Instant now) {
    int first = Long.numberOfTrailingZeros(chosen);
    if (Long.bitCount(chosen) == 1) {
      return ask(saga, state, status, skipped, List.of(branch(first, now)), true, data, now);
    }
    List<Branch> branches = new ArrayList<>(Long.bitCount(chosen));
    for (int step = first; step < Long.SIZE; step++) {
      if ((chosen & (1L << step)) != 0) {
        branches.add(branch(step, now));
      }
    }
    return ask(saga, state, status, skipped, branches, true, data, now);
  }

  /** Asks once more for what is open: all of it, or only what is due. */
  static <D> Transition<D> again(
      SagaDefinition<D> saga,
      SagaState<D> state,
      List<Branch> branches,
      boolean all,
      D data,
      Instant now) {
    return ask(saga, state, state.status(), state.skipped(), branches, all, data, now);
  }

  /** Waits for the time of the next attempt; before the pivot, not longer than the deadline. */
  static <D> Branch rest(SagaDefinition<D> saga, SagaState<D> state, Branch branch, Instant now) {
    Step<D> step = saga.step(branch.step());
    Instant next = now.plus(step.backoff().after(state.id(), branch.step(), branch.attempt()));
    return branch.restingUntil(
        state.status() == Status.DOING && step.kind() == Kind.COMPENSATABLE
            ? earliest(next, state.deadline())
            : next);
  }

  private static Branch branch(int step, Instant now) {
    return new Branch(step, Progress.WAITING, 0, now);
  }

  private static <D> Transition<D> ask(
      SagaDefinition<D> saga,
      SagaState<D> state,
      Status status,
      long skipped,
      List<Branch> branches,
      boolean all,
      D data,
      Instant now) {
    Action action = status == Status.UNDOING ? Action.UNDO : Action.DO;
    Branch[] next = branches.toArray(Branch[]::new);
    List<Dispatch> dispatches = List.of();
    Optional<LocalCall<D>> local = Optional.empty();
    for (int i = 0; i < next.length; i++) {
      if (next[i].isOpen() && (all || next[i].isDue(now))) {
        Branch branch = attempted(saga, state, action, next[i], now);
        next[i] = branch;
        int step = branch.step();
        switch (saga.step(step).work(action)) {
          case Work.Send<D>(var command) ->
              dispatches =
                  plus(
                      dispatches,
                      new Dispatch(action, step, branch.attempt(), command.apply(data)));
          case Work.Run<D>(var code) -> local = Optional.of(new LocalCall<>(action, step, code));
        }
      }
    }
    List<Branch> asked = List.of(next);
    return new Transition<>(
        new SagaState<>(
            state.id(),
            status,
            asked,
            skipped,
            SagaState.earliest(asked, state.due()),
            state.deadline(),
            data),
        dispatches,
        local);
  }

  private static List<Dispatch> plus(List<Dispatch> dispatches, Dispatch dispatch) {
    if (dispatches.isEmpty()) {
      return List.of(dispatch);
    }
    List<Dispatch> more = new ArrayList<>(dispatches);
    more.add(dispatch);
    return List.copyOf(more);
  }

  /** One attempt further, and due when that is given up or another is made. */
  private static <D> Branch attempted(
      SagaDefinition<D> saga, SagaState<D> state, Action action, Branch branch, Instant now) {
    Step<D> step = saga.step(branch.step());
    int attempt = Math.addExact(branch.attempt(), 1);
    Instant due =
        action == Action.DO && step.kind() == Kind.COMPENSATABLE
            ? earliest(step.timeout().map(now::plus).orElse(state.deadline()), state.deadline())
            : now.plus(step.backoff().after(state.id(), branch.step(), attempt));
    return new Branch(branch.step(), Progress.WAITING, attempt, due);
  }

  private static Instant earliest(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
