package dev.orrery.gateway.guard;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What the gateway answers in an upstream's stead.
 *
 * @param guard who refused; the last part of the problem's type
 * @param retryAfter when it is worth another try; null where a repetition may do the work twice
 */
record Refusal(HttpStatus status, String guard, String detail, @Nullable Duration retryAfter) {

  private static final Duration SOON = Duration.ofSeconds(1);

  static Refusal callerTooSlow() {
    return new Refusal(
        HttpStatus.REQUEST_TIMEOUT,
        "body-time-limit",
        "The body of the request did not arrive in time.",
        null);
  }

  static Refusal shareTaken(int share) {
    return new Refusal(
        HttpStatus.TOO_MANY_REQUESTS,
        "caller-share",
        "You have %d calls under way on this route, which is your share of it.".formatted(share),
        SOON);
  }

  static Refusal overLimit(RateLimiter.Limit limit, Duration wait) {
    return new Refusal(
        HttpStatus.TOO_MANY_REQUESTS,
        "rate-limiter",
        "You may call this route %d times in %s.".formatted(limit.quota(), limit.window()),
        wait);
  }

  static Refusal limiterAway() {
    return new Refusal(
        HttpStatus.SERVICE_UNAVAILABLE,
        "rate-limiter",
        "Calls of this route cannot be counted at the moment, and are not let through uncounted.",
        SOON);
  }

  static Refusal full(Bulkhead.Entry entry, int places, Duration waited) {
    return new Refusal(
        HttpStatus.SERVICE_UNAVAILABLE,
        "bulkhead",
        entry == Bulkhead.Entry.QUEUE_FULL
            ? "All %d places of this route are taken, and so is the queue for them."
                .formatted(places)
            : "None of the %d places of this route became free within %d ms."
                .formatted(places, waited.toMillis()),
        SOON);
  }

  static Refusal tooLate() {
    return new Refusal(
        HttpStatus.SERVICE_UNAVAILABLE,
        "deadline",
        "The time for this request was over before it could be passed on; it was not delivered.",
        SOON);
  }

  static Refusal open(Duration opensIn) {
    return new Refusal(
        HttpStatus.SERVICE_UNAVAILABLE,
        "circuit-breaker",
        "What is behind this route has been failing and is left alone to recover.",
        opensIn);
  }

  /**
   * @param deadlinePassed the limit of the whole call, where that is what passed
   */
  static Refusal of(Exception thrown, @Nullable Duration deadlinePassed) {
    return switch (Fault.of(thrown)) {
      case NO_INSTANCE ->
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE,
              "registry",
              "No instance of what is behind this route is registered.",
              Duration.ofSeconds(2));
      case UNREACHABLE ->
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE,
              "connection",
              "What is behind this route accepts no connection; the request was not delivered.",
              Duration.ofSeconds(2));
      case TOO_SLOW -> tooSlow(thrown, deadlinePassed);
      case BROKEN ->
          new Refusal(
              HttpStatus.BAD_GATEWAY,
              "connection",
              "The connection broke before an answer came; what was asked may have been done.",
              null);
    };
  }

  private static Refusal tooSlow(Exception thrown, @Nullable Duration deadlinePassed) {
    if (thrown instanceof AnswerBroke) {
      return new Refusal(
          HttpStatus.GATEWAY_TIMEOUT,
          "silence-limit",
          "The answer stopped in the middle; what was asked may have been done.",
          null);
    }
    Duration limit = deadlinePassed == null ? TimeLimitExceeded.in(thrown) : deadlinePassed;
    return new Refusal(
        HttpStatus.GATEWAY_TIMEOUT,
        deadlinePassed == null ? "attempt-timeout" : "deadline",
        "No answer came within %d ms; what was asked may still be done."
            .formatted(limit.toMillis()),
        null);
  }

  ServerResponse answer(String route, Call call) {
    return answer(route, call.request(), call.told());
  }

  ServerResponse answer(String route, ServerRequest request) {
    return answer(route, request, Map.of());
  }

  private ServerResponse answer(String route, ServerRequest request, Map<String, String> told) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create("urn:orrery:problem:" + guard));
    problem.setInstance(URI.create(request.requestPath().value()));
    problem.setProperty("route", route);
    problem.setProperty("guard", guard);
    ServerResponse.BodyBuilder response =
        ServerResponse.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    told.forEach(response::header);
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, RetryAfter.header(retryAfter));
    }
    return response.body(problem);
  }
}
