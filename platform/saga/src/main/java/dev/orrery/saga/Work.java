package dev.orrery.saga;

import java.util.function.Function;

/** What a step, or its undoing, consists of. */
sealed interface Work<D> {

  /** A command to a participant, who will answer. */
  record Send<D>(Function<D, SagaCommand> command) implements Work<D> {}

  /** Code that runs in the transaction that moves the saga. */
  record Run<D>(Function<D, Local<D>> code) implements Work<D> {}
}
