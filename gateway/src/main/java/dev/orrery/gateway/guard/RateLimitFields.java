package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.RateLimiter.Limit;
import dev.orrery.gateway.guard.RateLimiter.Verdict;

/** The fields of draft-ietf-httpapi-ratelimit-headers, in the form they have since its eighth. */
final class RateLimitFields {

  static final String POLICY = "RateLimit-Policy";
  static final String LIMIT = "RateLimit";

  private RateLimitFields() {}

  /** A window of less than a second cannot be said there and is left out. */
  static String policy(String route, Limit limit) {
    String policy = "\"%s\";q=%d".formatted(route, limit.quota());
    long seconds = limit.window().toSeconds();
    return seconds > 0 ? policy + ";w=" + seconds : policy;
  }

  static String limit(String route, Verdict verdict) {
    return "\"%s\";r=%d;t=%d"
        .formatted(route, verdict.left(), verdict.reset().plusNanos(999_999_999).toSeconds());
  }
}
