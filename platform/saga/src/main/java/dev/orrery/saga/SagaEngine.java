package dev.orrery.saga;

import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Abandoned;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Signal.CancelRequested;
import dev.orrery.saga.Signal.Replied;
import dev.orrery.saga.Signal.Retry;
import dev.orrery.saga.Signal.Tick;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Decides what a saga does next. A pure function: the same state, signal and time give the same
 * transition. A signal that does not concern what is being done (late, repeated, overtaken by a
 * timeout) changes nothing.
 */
public final class SagaEngine {
  private SagaEngine() {}

  public static <D> Transition<D> start(SagaDefinition<D> saga, UUID id, D data, Instant now) {
    var nothingYet = List.of(new Branch(0, Progress.DONE, 1, now));
    var state =
        new SagaState<>(id, Status.DOING, nothingYet, 0, now, now.plus(saga.within()), data);
    return Forward.enter(saga, state, 0, data, now);
  }

  public static <D> Transition<D> on(
      SagaDefinition<D> saga, SagaState<D> state, Signal signal, Instant now) {
    return switch (state.status()) {
      case DOING ->
          switch (signal) {
            case Replied replied when replied.action() == Action.DO ->
                Forward.replied(saga, state, replied, now);
            case Replied ignored -> Transition.to(state);
            case Tick() -> Forward.tick(saga, state, now);
            case CancelRequested() -> Forward.cancel(saga, state, now);
            case Retry() -> Forward.retry(saga, state, now);
            case Abandoned ignored -> abandon(state, now);
          };
      case UNDOING ->
          switch (signal) {
            case Replied replied when replied.action() == Action.UNDO ->
                Backward.replied(saga, state, replied, now);
            case Replied ignored -> Transition.to(state);
            case Tick() -> Attempts.again(saga, state, state.branches(), false, state.data(), now);
            case CancelRequested() -> Transition.to(state);
            case Retry() -> Attempts.again(saga, state, state.branches(), true, state.data(), now);
            case Abandoned ignored -> abandon(state, now);
          };
      case COMPLETED, ROLLED_BACK, ABANDONED -> Transition.to(state);
    };
  }

  private static <D> Transition<D> abandon(SagaState<D> state, Instant now) {
    return Transition.to(state.ended(Status.ABANDONED, state.data(), now));
  }
}
