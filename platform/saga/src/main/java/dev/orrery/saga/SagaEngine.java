package dev.orrery.saga;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Signal.Replied;
import dev.orrery.saga.Signal.Tick;
import dev.orrery.saga.Step.Kind;
import dev.orrery.saga.Transition.Dispatch;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Decides what a saga does next. A pure function: the same state, signal and time give the same
 * transition. A signal that does not concern the present step (late, repeated, overtaken by a
 * timeout) changes nothing.
 */
public final class SagaEngine {
  private SagaEngine() {}

  public static <D> Transition<D> start(SagaDefinition<D> saga, D data, Instant now) {
    return attempt(saga, Status.DOING, 0, 1, now.plus(saga.within()), data, now);
  }

  public static <D> Transition<D> on(
      SagaDefinition<D> saga, SagaState<D> state, Signal signal, Instant now) {
    return switch (state.status()) {
      case DOING ->
          switch (signal) {
            case Replied(var action, int step, var reply)
                when action == Action.DO && step == state.step() ->
                done(saga, state, reply, now);
            case Replied ignored -> Transition.to(state);
            case Tick() -> isDue(state, now) ? overdue(saga, state, now) : Transition.to(state);
          };
      case UNDOING ->
          switch (signal) {
            case Replied(var action, int step, var reply)
                when action == Action.UNDO && step == state.step() ->
                turnBack(saga, state.step() - 1, state, state.data(), now);
            case Replied ignored -> Transition.to(state);
            case Tick() -> isDue(state, now) ? again(saga, state, now) : Transition.to(state);
          };
      case COMPLETED, ROLLED_BACK -> Transition.to(state);
    };
  }

  private static <D> Transition<D> done(
      SagaDefinition<D> saga, SagaState<D> state, Object reply, Instant now) {
    Step<D> step = saga.step(state.step());
    BiFunction<D, Object, D> success = step.successes().get(reply.getClass());
    if (success != null) {
      return advance(saga, state, success.apply(state.data(), reply), now);
    }
    BiFunction<D, Object, D> refusal = step.refusals().get(reply.getClass());
    if (refusal != null) {
      // Where several attempts are under way, the refusal of one says nothing of the others.
      int from = state.attempt() == 1 ? state.step() - 1 : state.step();
      return turnBack(saga, from, state, refusal.apply(state.data(), reply), now);
    }
    return switch (step.kind()) {
      case COMPENSATABLE -> turnBack(saga, state.step(), state, state.data(), now);
      case PIVOT, RETRIABLE -> rest(step, state, now);
    };
  }

  private static <D> Transition<D> advance(
      SagaDefinition<D> saga, SagaState<D> state, D data, Instant now) {
    if (saga.isLast(state.step())) {
      return end(Status.COMPLETED, state, data, now);
    }
    return attempt(saga, Status.DOING, state.step() + 1, 1, state.deadline(), data, now);
  }

  private static <D> Transition<D> turnBack(
      SagaDefinition<D> saga, int from, SagaState<D> state, D data, Instant now) {
    int step = saga.undoableFrom(from);
    return step < 0
        ? end(Status.ROLLED_BACK, state, data, now)
        : attempt(saga, Status.UNDOING, step, 1, state.deadline(), data, now);
  }

  private static <D> Transition<D> overdue(
      SagaDefinition<D> saga, SagaState<D> state, Instant now) {
    return switch (saga.step(state.step()).kind()) {
      // Its command may have been carried out: whether it was, its undoing settles.
      case COMPENSATABLE -> turnBack(saga, state.step(), state, saga.timedOut(state.data()), now);
      case PIVOT, RETRIABLE -> again(saga, state, now);
    };
  }

  private static <D> Transition<D> again(SagaDefinition<D> saga, SagaState<D> state, Instant now) {
    int attempt = Math.addExact(state.attempt(), 1);
    return attempt(
        saga, state.status(), state.step(), attempt, state.deadline(), state.data(), now);
  }

  private static <D> Transition<D> rest(Step<D> step, SagaState<D> state, Instant now) {
    Instant due = now.plus(step.backoff().after(state.attempt()));
    return Transition.to(
        new SagaState<>(
            state.status(),
            state.step(),
            state.attempt(),
            true,
            due,
            state.deadline(),
            state.data()));
  }

  private static <D> Transition<D> end(Status status, SagaState<D> state, D data, Instant now) {
    return Transition.to(
        new SagaState<>(status, state.step(), state.attempt(), false, now, state.deadline(), data));
  }

  private static <D> Transition<D> attempt(
      SagaDefinition<D> saga,
      Status status,
      int index,
      int attempt,
      Instant deadline,
      D data,
      Instant now) {
    Step<D> step = saga.step(index);
    boolean undoing = status == Status.UNDOING;
    SagaCommand command =
        undoing ? step.undo().orElseThrow().apply(data) : step.command().apply(data);
    Instant due =
        !undoing && step.kind() == Kind.COMPENSATABLE
            ? earliest(step.timeout().map(now::plus).orElse(deadline), deadline)
            : now.plus(step.backoff().after(attempt));
    return new Transition<>(
        new SagaState<>(status, index, attempt, false, due, deadline, data),
        Optional.of(new Dispatch(undoing ? Action.UNDO : Action.DO, index, attempt, command)));
  }

  private static boolean isDue(SagaState<?> state, Instant now) {
    return !now.isBefore(state.due());
  }

  private static Instant earliest(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
