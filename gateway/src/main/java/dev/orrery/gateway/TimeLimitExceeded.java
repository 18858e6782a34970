package dev.orrery.gateway;

import java.time.Duration;

final class TimeLimitExceeded extends RuntimeException {

  private final Duration limit;

  TimeLimitExceeded(Duration limit, Throwable cause) {
    super("took longer than " + limit, cause);
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }
}
