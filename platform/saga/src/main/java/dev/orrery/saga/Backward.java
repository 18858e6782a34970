package dev.orrery.saga;

import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Replied;
import java.time.Instant;
import java.util.List;

/** The way back: whatever may have happened is undone, group by group in reverse. */
final class Backward {
  private Backward() {}

  /** Turns back from the present group: whoever was asked in it may have done it. */
  static <D> Transition<D> turn(SagaDefinition<D> saga, SagaState<D> state, D data, Instant now) {
    long chosen = 0;
    for (int i = 0; i < state.branches().size(); i++) {
      Branch branch = state.branches().get(i);
      if (branch.mayHaveHappened()) {
        chosen |= 1L << branch.step();
      }
    }
    return undo(saga, state, saga.groupOf(state.step()), chosen, data, now);
  }

  static <D> Transition<D> replied(
      SagaDefinition<D> saga, SagaState<D> state, Replied replied, Instant now) {
    int at = state.openBranch(replied.step());
    if (at < 0) {
      return Transition.to(state);
    }
    Branch branch = state.branches().get(at);
    Object reply = replied.reply();
    if (reply instanceof Local.Refused<?> || saga.step(branch.step()).isFailure(reply)) {
      List<Branch> branches = state.replace(at, Attempts.rest(saga, state, branch, now));
      return Transition.to(state.with(branches, state.data()));
    }
    D data = remembered(state, reply);
    SagaState<D> next = state.with(state.replace(at, branch.now(Progress.DONE)), data);
    return next.isWaiting()
        ? Transition.to(next)
        : undo(saga, next, saga.groupOf(state.step()), 0, data, now);
  }

  @SuppressWarnings("unchecked") // the undoing of a step of this saga returns this saga's data
  private static <D> D remembered(SagaState<D> state, Object reply) {
    return reply instanceof Local<?> local ? (D) local.data() : state.data();
  }

  /** Undoes the chosen steps of a group, or the nearest group below with something to undo. */
  private static <D> Transition<D> undo(
      SagaDefinition<D> saga, SagaState<D> state, int from, long chosen, D data, Instant now) {
    int group = from;
    long undone = saga.undoable() & chosen;
    while (undone == 0 && group > 0) {
      group--;
      undone = saga.undoable() & saga.steps(group) & ~state.skipped();
    }
    return undone == 0
        ? Transition.to(state.ended(Status.ROLLED_BACK, data, now))
        : Attempts.open(saga, state, Status.UNDOING, undone, state.skipped(), data, now);
  }
}
