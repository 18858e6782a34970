package dev.orrery.messaging;

import jakarta.validation.constraints.Min;

/**
 * Two levels of a backlog. Intake stops when the backlog has risen to the high one and begins again
 * when it has fallen to the low one, so that it does not flutter in between. Pure.
 */
public record WaterMarks(@Min(1) long high, @Min(0) long low) {

  /**
   * @throws IllegalArgumentException when low is negative or not below high
   */
  public WaterMarks {
    if (low < 0 || low >= high) {
      throw new IllegalArgumentException(
          "water marks are 0 <= low < high, not low %d and high %d".formatted(low, high));
    }
  }

  /** Whether intake is to be stopped now, given whether it was until now. */
  boolean stopped(boolean until, long backlog) {
    return until ? backlog > low : backlog >= high;
  }
}
