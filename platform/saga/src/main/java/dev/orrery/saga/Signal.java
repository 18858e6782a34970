package dev.orrery.saga;

/** What can happen to a saga. */
public sealed interface Signal {

  /** A participant has answered one of the commands of this step and direction. */
  record Replied(Action action, int step, Object reply) implements Signal {}

  /** Time has passed. */
  record Tick() implements Signal {}

  /** Which of a step's two commands. */
  enum Action {
    DO,
    UNDO
  }
}
