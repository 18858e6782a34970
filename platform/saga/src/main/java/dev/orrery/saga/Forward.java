package dev.orrery.saga;

import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Replied;
import dev.orrery.saga.Step.Kind;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/** The way to the end: what a signal means to the group that is being done. */
final class Forward {
  private Forward() {}

  /** Goes to the first group, from this one on, in which a step is to be done. */
  static <D> Transition<D> enter(
      SagaDefinition<D> saga, SagaState<D> state, int from, D data, Instant now) {
    long skipped = state.skipped();
    for (int group = from; group < saga.groups(); group++) {
      long chosen = 0;
      for (int step = saga.first(group); step < saga.end(group); step++) {
        if (saga.step(step).applies(data)) {
          chosen |= 1L << step;
        } else {
          skipped |= 1L << step;
        }
      }
      if (chosen != 0) {
        return Attempts.open(saga, state, Status.DOING, chosen, skipped, data, now);
      }
    }
    return Transition.to(state.skipping(skipped).ended(Status.COMPLETED, data, now));
  }

  static <D> Transition<D> replied(
      SagaDefinition<D> saga, SagaState<D> state, Replied replied, Instant now) {
    int at = state.openBranch(replied.step());
    if (at < 0) {
      return Transition.to(state);
    }
    Branch branch = state.branches().get(at);
    Step<D> step = saga.step(branch.step());
    Object reply = replied.reply();
    BiFunction<D, Object, D> success = step.successes().get(reply.getClass());
    if (success != null) {
      D data = success.apply(state.data(), reply);
      return settle(saga, state, state.replace(at, branch.now(Progress.DONE)), data, now);
    }
    BiFunction<D, Object, D> refusal = step.refusals().get(reply.getClass());
    if (refusal != null && step.kind() != Kind.RETRIABLE) {
      // Where several attempts are under way, the refusal of one says nothing of the others.
      var progress = branch.attempt() == 1 ? Progress.REFUSED : Progress.UNKNOWN;
      D data = refusal.apply(state.data(), reply);
      return settle(saga, state, state.replace(at, branch.now(progress)), data, now);
    }
    Branch next =
        step.isAskedAgainAfter(reply, branch.attempt())
            ? Attempts.rest(saga, state, branch, now)
            : branch.now(Progress.UNKNOWN);
    return settle(saga, state, state.replace(at, next), state.data(), now);
  }

  static <D> Transition<D> tick(SagaDefinition<D> saga, SagaState<D> state, Instant now) {
    Branch[] branches = state.branches().toArray(Branch[]::new);
    boolean timedOut = false;
    for (int i = 0; i < branches.length; i++) {
      Branch branch = branches[i];
      if (isOver(saga, state, branch, now)) {
        // Its command may have been carried out: whether it was, its undoing settles.
        branches[i] = branch.now(Progress.UNKNOWN);
        timedOut = true;
      }
    }
    return timedOut
        ? settle(saga, state, List.of(branches), saga.timedOut(state.data()), now)
        : Attempts.again(saga, state, state.branches(), false, state.data(), now);
  }

  static <D> Transition<D> cancel(SagaDefinition<D> saga, SagaState<D> state, Instant now) {
    return switch (saga.step(state.step()).kind()) {
      case COMPENSATABLE -> Backward.turn(saga, state, saga.cancelled(state.data()), now);
      case PIVOT, RETRIABLE -> Transition.to(state);
    };
  }

  static <D> Transition<D> retry(SagaDefinition<D> saga, SagaState<D> state, Instant now) {
    return state.branches().stream().anyMatch(Branch::hasFailed)
        ? Transition.to(state)
        : Attempts.again(saga, state, state.branches(), true, state.data(), now);
  }

  private static boolean isOver(
      SagaDefinition<?> saga, SagaState<?> state, Branch branch, Instant now) {
    return branch.isDue(now)
        && saga.step(branch.step()).kind() == Kind.COMPENSATABLE
        && (branch.progress() == Progress.WAITING || !now.isBefore(state.deadline()));
  }

  /** Goes on when all branches are done; turns back when one has failed and none is waiting. */
  private static <D> Transition<D> settle(
      SagaDefinition<D> saga, SagaState<D> state, List<Branch> branches, D data, Instant now) {
    boolean failed = false;
    boolean waiting = false;
    boolean resting = false;
    for (int i = 0; i < branches.size(); i++) {
      failed |= branches.get(i).hasFailed();
      waiting |= branches.get(i).progress() == Progress.WAITING;
      resting |= branches.get(i).progress() == Progress.RESTING;
    }
    if (failed) {
      SagaState<D> next = state.with(resting ? givenUp(branches) : branches, data);
      return waiting ? Transition.to(next) : Backward.turn(saga, next, data, now);
    }
    SagaState<D> next = state.with(branches, data);
    return waiting || resting
        ? Transition.to(next)
        : enter(saga, next, saga.groupOf(state.step()) + 1, data, now);
  }

  /** Who rests after a failed attempt is not asked again once the saga is to turn back. */
  private static List<Branch> givenUp(List<Branch> branches) {
    return branches.stream()
        .map(
            branch -> branch.progress() == Progress.RESTING ? branch.now(Progress.UNKNOWN) : branch)
        .toList();
  }
}
