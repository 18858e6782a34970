package dev.orrery.gateway.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * An answer as it is kept. Pure; never changed.
 *
 * @param varies the request's fields that it depends on, and their values
 * @param asked when the upstream was asked; of two answers the one asked for later is the newer
 * @param age it had when it came
 */
record Kept(
    HttpHeaders headers,
    byte[] body,
    Map<String, String> varies,
    Lifetime lifetime,
    Instant asked,
    Duration age) {

  /** Of this one answer's way here, and not of what it says. */
  private static final Set<String> NOT_KEPT =
      Set.of(
          "age",
          "cache-status",
          "connection",
          "content-length",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final int OVERHEAD = 256;

  static Kept of(
      HttpHeaders answer, byte[] body, HttpHeaders request, Lifetime lifetime, Instant asked) {
    return new Kept(
        kept(answer), body, valuesOf(names(answer), request), lifetime, asked, age(answer));
  }

  /** The same body, of which the upstream has said that it still holds. */
  Kept renewed(HttpHeaders notModified, Lifetime renewed, Instant askedNow) {
    HttpHeaders merged = new HttpHeaders();
    merged.putAll(headers);
    merged.putAll(kept(notModified));
    return new Kept(merged, body, varies, renewed, askedNow, age(notModified));
  }

  private static HttpHeaders kept(HttpHeaders answer) {
    HttpHeaders kept = new HttpHeaders();
    answer.forEach((name, values) -> {
      if (!NOT_KEPT.contains(name.toLowerCase(Locale.ROOT))) {
        kept.put(name, values);
      }
    });
    return kept;
  }

  private static Duration age(HttpHeaders answer) {
    String age = answer.getFirst(HttpHeaders.AGE);
    return age != null && age.matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(age))
        : Duration.ZERO;
  }

  private static Set<String> names(HttpHeaders answer) {
    return answer.getVary().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static Map<String, String> valuesOf(Set<String> names, HttpHeaders request) {
    Map<String, String> values = new TreeMap<>();
    names.forEach(name ->
        values.put(
            name,
            request.getOrEmpty(name).stream()
                .map(String::strip)
                .collect(Collectors.joining(", "))));
    return values;
  }

  boolean isFor(HttpHeaders request) {
    return varies.equals(valuesOf(varies.keySet(), request));
  }

  /** The time it took to come counts as age: it may have been born when it was asked for. */
  Duration age(Instant now) {
    Duration here = Duration.between(asked, now);
    return here.isNegative() ? age : age.plus(here);
  }

  @Nullable String tag() {
    return headers.getFirst(HttpHeaders.ETAG);
  }

  int bytes() {
    int text =
        headers.headerSet().stream()
            .mapToInt(field ->
                field.getKey().length() + field.getValue().stream().mapToInt(String::length).sum())
            .sum();
    int variants =
        varies.entrySet().stream()
            .mapToInt(vary -> vary.getKey().length() + vary.getValue().length())
            .sum();
    return OVERHEAD + body.length + text + variants;
  }
}
