package dev.orrery.saga.checker;

import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.Signal.Action;

/** What was once sent or done, and so may have consequences at any time. */
sealed interface Message {

  /** Two attempts send the same message. */
  record Asked(Action action, int step, SagaCommand command) implements Message {}

  record Answered(Action action, int step, Object reply) implements Message {}

  /** A command that somebody else has sent; no saga hears the answer. */
  record Stray(SagaCommand command) implements Message {}

  /** Code of the saga has run. There is nothing to deliver; it is remembered. */
  record Ran(Action action, int step) implements Message {}
}
