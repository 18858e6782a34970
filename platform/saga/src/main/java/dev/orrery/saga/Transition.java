package dev.orrery.saga;

import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Signal.Replied;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a signal has led to: a new state, the commands to be sent, and code to be run in the same
 * transaction, whose outcome is the next signal.
 */
public record Transition<D>(
    SagaState<D> state, List<Dispatch> dispatches, Optional<LocalCall<D>> local) {

  public record Dispatch(Action action, int step, int attempt, SagaCommand command) {}

  public record LocalCall<D>(Action action, int step, Function<D, Local<D>> code) {

    /** Runs the code; what it throws is thrown. */
    public Replied run(D data) {
      return new Replied(action, step, code.apply(data));
    }
  }

  static <D> Transition<D> to(SagaState<D> state) {
    return new Transition<>(state, List.of(), Optional.empty());
  }
}
