package dev.orrery.saga;

import java.time.Instant;

/**
 * How far one step of the present group is, forwards or backwards.
 *
 * @param attempt at it, from 1
 * @param due when, without an answer, something is to be done; while it is open
 */
public record Branch(int step, Progress progress, int attempt, Instant due) {

  public enum Progress {
    /** Its command is under way. */
    WAITING,
    /** The last attempt has failed, and the next is yet to be made. */
    RESTING,
    DONE,
    /** Refused at the only attempt: nothing has happened. */
    REFUSED,
    /** Given up: it may have happened. */
    UNKNOWN
  }

  boolean isOpen() {
    return progress == Progress.WAITING || progress == Progress.RESTING;
  }

  boolean hasFailed() {
    return progress == Progress.REFUSED || progress == Progress.UNKNOWN;
  }

  boolean mayHaveHappened() {
    return progress != Progress.REFUSED;
  }

  boolean isDue(Instant now) {
    return isOpen() && !now.isBefore(due);
  }

  Branch now(Progress next) {
    return new Branch(step, next, attempt, due);
  }

  Branch restingUntil(Instant next) {
    return new Branch(step, Progress.RESTING, attempt, next);
  }
}
