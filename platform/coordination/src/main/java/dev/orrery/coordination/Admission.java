package dev.orrery.coordination;

import java.time.Duration;
import java.time.Instant;

/** What became of a wish to be let in. */
public sealed interface Admission {

  /**
   * All the permits were had.
   *
   * @param until when they lapse, by Redis' clock, unless they are given back before
   */
  record Admitted(Instant until) implements Admission {}

  /**
   * There were fewer than that, and none was taken.
   *
   * @param retryAfter when enough of them will have lapsed
   */
  record Full(Duration retryAfter) implements Admission {}

  /** Redis is away, nobody can say how many are in. */
  record Unavailable(RuntimeException cause) implements Admission {}
}
