package dev.orrery.security;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Reads rules such as {@code GET|HEAD /api/products/**}. */
final class Rules {

  private Rules() {}

  /**
   * @throws IllegalArgumentException for what is no rule
   */
  static RequestMatcher[] matchers(List<String> rules) {
    return rules.stream().flatMap(Rules::matchers).toArray(RequestMatcher[]::new);
  }

  private static Stream<RequestMatcher> matchers(String rule) {
    String[] parts = rule.strip().split("\\s+");
    String path = parts[parts.length - 1];
    if (parts.length > 2 || !path.startsWith("/")) {
      throw new IllegalArgumentException("no rule such as 'GET|HEAD /api/products/**': " + rule);
    }
    var paths = PathPatternRequestMatcher.withDefaults();
    return parts.length == 1
        ? Stream.of(paths.matcher(path))
        : Stream.of(parts[0].split("\\|")).map(method -> paths.matcher(method(method, rule), path));
  }

  private static HttpMethod method(String name, String rule) {
    HttpMethod method = HttpMethod.valueOf(name.toUpperCase(Locale.ROOT));
    if (!List.of(HttpMethod.values()).contains(method)) {
      throw new IllegalArgumentException("no method: " + name + " in " + rule);
    }
    return method;
  }
}
