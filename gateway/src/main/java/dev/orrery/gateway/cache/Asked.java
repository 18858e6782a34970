package dev.orrery.gateway.cache;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * What a request wants of a cache. Pure.
 *
 * @param target what it asks for: whole and without conditions, or the cache is passed by
 * @param authorized whether it says who asks
 */
record Asked(HttpMethod method, HttpHeaders headers, Target target, boolean authorized) {

  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

  private static final List<String> LEFT_TO_THE_UPSTREAM =
      List.of(
          HttpHeaders.RANGE,
          HttpHeaders.IF_RANGE,
          HttpHeaders.IF_MATCH,
          HttpHeaders.IF_UNMODIFIED_SINCE);

  static Asked of(ServerRequest request) {
    HttpHeaders headers = request.headers().asHttpHeaders();
    return new Asked(
        request.method(),
        headers,
        Target.of(headers.getFirst(HttpHeaders.HOST), request.uri()),
        headers.containsHeader(HttpHeaders.AUTHORIZATION));
  }

  /** Why the cache has nothing to say to it; null where it has. */
  @Nullable String passesBy() {
    if (!method.equals(HttpMethod.GET)) {
      return "method";
    }
    boolean conditional = LEFT_TO_THE_UPSTREAM.stream().anyMatch(headers::containsHeader);
    return conditional || hasBody() || says().has("no-store") ? "bypass" : null;
  }

  private boolean hasBody() {
    return headers.getContentLength() > 0 || headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
  }

  boolean isSafe() {
    return SAFE.contains(method);
  }

  private CacheControl says() {
    return CacheControl.of(headers.getOrEmpty(HttpHeaders.CACHE_CONTROL));
  }

  /** Whether it wants no answer but one of the upstream's own. */
  boolean wantsFresh() {
    return headers.containsHeader(HttpHeaders.CACHE_CONTROL)
        ? says().has("no-cache")
        : headers.getOrEmpty(HttpHeaders.PRAGMA).contains("no-cache");
  }

  boolean wantsNoUpstream() {
    return says().has("only-if-cached");
  }

  /** Whether an answer of that age will do, as long as it is fresh. */
  boolean accepts(Duration age, Duration freshFor) {
    CacheControl says = says();
    return says.seconds("max-age").map(most -> age.compareTo(most) <= 0).orElse(true)
        && says.seconds("min-fresh")
            .map(least -> freshFor.minus(age).compareTo(least) >= 0)
            .orElse(true);
  }
}
