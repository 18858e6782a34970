package dev.orrery.saga;

import java.time.Instant;

/**
 * Where an instance is.
 *
 * @param step the step that is being done or undone
 * @param attempt at it, from 1
 * @param resting true where the last attempt has failed and the next is yet to be made
 * @param due when, without an answer, something is to be done
 * @param deadline when, before the pivot, the whole is given up
 */
public record SagaState<D>(
    Status status, int step, int attempt, boolean resting, Instant due, Instant deadline, D data) {

  public enum Status {
    DOING,
    UNDOING,
    COMPLETED,
    ROLLED_BACK;

    public boolean isTerminal() {
      return this == COMPLETED || this == ROLLED_BACK;
    }
  }
}
