package dev.orrery.gateway.guard;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header of RFC 9110: seconds, or a date. */
final class RetryAfter {

  private RetryAfter() {}

  /** Null where there is none that can be read. */
  static @Nullable Duration parse(@Nullable String header, Clock clock) {
    if (header == null) {
      return null;
    }
    if (header.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration until = Duration.between(clock.instant(), date.toInstant());
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** In whole seconds, rounded up, and never "at once". */
  static String header(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
