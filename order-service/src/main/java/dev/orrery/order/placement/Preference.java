package dev.orrery.order.placement;

import dev.orrery.web.Problems;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long the caller would wait for the end of the order.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240, Prefer</a>
 */
record Preference(Duration patience) {
  private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,9})\"?");

  /** Other preferences are ignored, as RFC 7240 has it; a longer wait than the longest is cut. */
  static Preference of(@Nullable String header, Duration longest) {
    if (header == null) {
      return new Preference(Duration.ZERO);
    }
    Matcher matcher = WAIT.matcher(header);
    if (!matcher.find()) {
      if (header.contains("wait")) {
        throw Problems.badRequest("Prefer: wait takes whole seconds, as in wait=5.");
      }
      return new Preference(Duration.ZERO);
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
    return new Preference(asked.compareTo(longest) < 0 ? asked : longest);
  }

  String applied() {
    return "wait=" + patience.toSeconds();
  }
}
