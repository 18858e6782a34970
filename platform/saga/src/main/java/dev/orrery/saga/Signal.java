package dev.orrery.saga;

/** What can happen to a saga. */
public sealed interface Signal {

  /**
   * A participant has answered one of the commands of this step and direction, or the step's own
   * code has run ({@link Local}).
   */
  record Replied(Action action, int step, Object reply) implements Signal {}

  /** Time has passed. */
  record Tick() implements Signal {}

  /**
   * Somebody wants it undone. Before the pivot is sent the saga turns back; from then on it goes
   * forward as if nobody had asked.
   */
  record CancelRequested() implements Signal {}

  /** An operator wants what is waited for to be attempted at once. */
  record Retry() implements Signal {}

  /** An operator gives it up as it stands: nothing more is done or undone. */
  record Abandoned(String reason) implements Signal {
    private static final int LONGEST_REASON = 1_000;

    /**
     * @throws IllegalArgumentException when no reason is given, or a very long one
     */
    public Abandoned {
      if (reason.isBlank() || reason.length() > LONGEST_REASON) {
        throw new IllegalArgumentException(
            "a reason has 1 to %d characters".formatted(LONGEST_REASON));
      }
    }
  }

  /** Which of a step's two directions. */
  enum Action {
    DO,
    UNDO
  }
}
