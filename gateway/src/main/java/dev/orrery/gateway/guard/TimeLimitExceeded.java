package dev.orrery.gateway.guard;

import java.time.Duration;

final class TimeLimitExceeded extends RuntimeException {

  private final Duration limit;

  TimeLimitExceeded(Duration limit, Throwable cause) {
    super("took longer than " + limit, cause);
    this.limit = limit;
  }

  /** The limit that was exceeded, wherever in the chain of causes that is said. */
  static Duration in(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeLimitExceeded exceeded) {
        return exceeded.limit;
      }
    }
    throw new IllegalArgumentException(thrown);
  }
}
