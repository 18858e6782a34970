package dev.orrery.saga.checker;

import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.Signal.Action;

/** A message that was sent, and so may be delivered. Two attempts send the same message. */
sealed interface Message {
  Action action();

  int step();

  record Asked(Action action, int step, SagaCommand command) implements Message {}

  record Answered(Action action, int step, Object reply) implements Message {}
}
