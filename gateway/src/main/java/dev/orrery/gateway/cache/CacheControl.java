package dev.orrery.gateway.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The directives of a {@code Cache-Control} field, by their names in lower case. */
record CacheControl(Map<String, String> directives) {

  private static final Pattern DIRECTIVE =
      Pattern.compile("([^\\s,;=\"]++)(?:\\s*+=\\s*+(?:\"([^\"]*+)\"|([^\\s,\"]++)))?+");

  /** Longer than anything is kept. */
  private static final Duration LONG = Duration.ofDays(365);

  static CacheControl of(List<String> fields) {
    Map<String, String> directives = new HashMap<>();
    for (String field : fields) {
      Matcher matcher = DIRECTIVE.matcher(field);
      while (matcher.find()) {
        String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        directives.putIfAbsent(
            matcher.group(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
      }
    }
    return new CacheControl(Map.copyOf(directives));
  }

  boolean has(String directive) {
    return directives.containsKey(directive);
  }

  /** None where it is not said; none at all, zero, where what is said is no number. */
  Optional<Duration> seconds(String directive) {
    return Optional.ofNullable(directives.get(directive))
        .map(value ->
            value.matches("\\d{1,18}")
                ? Duration.ofSeconds(Math.min(Long.parseLong(value), LONG.toSeconds()))
                : Duration.ZERO);
  }
}
