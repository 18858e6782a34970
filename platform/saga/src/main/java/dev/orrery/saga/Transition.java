package dev.orrery.saga;

import dev.orrery.saga.Signal.Action;
import java.util.Optional;

/** What a signal has led to: a new state and, where one is to be sent, a command. */
public record Transition<D>(SagaState<D> state, Optional<Dispatch> dispatch) {

  public record Dispatch(Action action, int step, int attempt, SagaCommand command) {}

  static <D> Transition<D> to(SagaState<D> state) {
    return new Transition<>(state, Optional.empty());
  }
}
