package dev.orrery.gateway.cache;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * How long an answer may be used, from its birth at the upstream. Pure.
 *
 * @param fresh without asking
 * @param whileRevalidating after that, while the upstream is asked behind the caller's back
 * @param onError after that, if the upstream cannot answer
 * @param forAuthorized whether those may be answered who have shown who they are
 */
record Lifetime(
    Duration fresh, Duration whileRevalidating, Duration onError, boolean forAuthorized) {

  /**
   * What an answer allows a shared cache; none where it must not be kept, or does not say how long.
   */
  static Optional<Lifetime> of(HttpHeaders answer) {
    CacheControl says = CacheControl.of(answer.getOrEmpty(HttpHeaders.CACHE_CONTROL));
    List<String> vary = answer.getVary();
    if (says.has("no-store")
        || says.has("private")
        || answer.containsHeader(HttpHeaders.SET_COOKIE)
        || vary.contains("*")
        || MediaType.TEXT_EVENT_STREAM.includes(answer.getContentType())) {
      return Optional.empty();
    }
    boolean asksFirst = says.has("no-cache");
    Optional<Duration> fresh =
        asksFirst
            ? Optional.of(Duration.ZERO)
            : says.seconds("s-maxage").or(() -> says.seconds("max-age"));
    boolean neverStale =
        asksFirst
            || says.has("must-revalidate")
            || says.has("proxy-revalidate")
            || says.has("s-maxage");
    return fresh.map(time ->
        new Lifetime(
            time,
            neverStale ? Duration.ZERO : orZero(says, "stale-while-revalidate"),
            neverStale ? Duration.ZERO : orZero(says, "stale-if-error"),
            says.has("public") || says.has("must-revalidate") || says.has("s-maxage")));
  }

  private static Duration orZero(CacheControl says, String directive) {
    return says.seconds(directive).orElse(Duration.ZERO);
  }

  boolean isFresh(Duration age) {
    return age.compareTo(fresh) < 0;
  }

  boolean mayBeRevalidatedBehind(Duration age) {
    return age.compareTo(fresh.plus(whileRevalidating)) < 0;
  }

  boolean mayStandIn(Duration age) {
    return age.compareTo(fresh.plus(onError)) < 0;
  }

  /** After which it is of no use, but for its validator. */
  Duration whole() {
    Duration stale = whileRevalidating.compareTo(onError) > 0 ? whileRevalidating : onError;
    return fresh.plus(stale);
  }
}
