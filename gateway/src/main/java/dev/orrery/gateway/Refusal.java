package dev.orrery.gateway;

import java.net.URI;
import java.time.Duration;
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

  static Refusal callerTooSlow() {
    return new Refusal(
        HttpStatus.REQUEST_TIMEOUT,
        "body-time-limit",
        "The body of the request did not arrive in time.",
        null);
  }

  static Refusal full(int places) {
    return new Refusal(
        HttpStatus.SERVICE_UNAVAILABLE,
        "bulkhead",
        "All %d places of this route are taken.".formatted(places),
        Duration.ofSeconds(1));
  }

  static Refusal open(String service, Duration openFor) {
    return new Refusal(
        HttpStatus.SERVICE_UNAVAILABLE,
        "circuit-breaker",
        "%s has been failing and is left alone to recover.".formatted(service),
        openFor);
  }

  static Refusal of(Fault fault, GatewayProperties.Route route) {
    String service = route.service();
    return switch (fault) {
      case NO_INSTANCE ->
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE,
              "registry",
              "No instance of %s is registered.".formatted(service),
              Duration.ofSeconds(2));
      case UNREACHABLE ->
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE,
              "connection",
              "%s accepts no connection; the request was not delivered.".formatted(service),
              Duration.ofSeconds(2));
      case TOO_SLOW ->
          new Refusal(
              HttpStatus.GATEWAY_TIMEOUT,
              "time-limit",
              "%s did not answer within %d ms; it may still do what was asked."
                  .formatted(service, route.timeLimit().toMillis()),
              null);
      case BROKEN ->
          new Refusal(
              HttpStatus.BAD_GATEWAY,
              "connection",
              "The connection to %s broke before it answered; it may have done what was asked."
                  .formatted(service),
              null);
    };
  }

  ServerResponse answer(String route, ServerRequest request) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create("urn:orrery:problem:" + guard));
    problem.setInstance(URI.create(request.requestPath().value()));
    problem.setProperty("route", route);
    problem.setProperty("guard", guard);
    ServerResponse.BodyBuilder response =
        ServerResponse.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (retryAfter != null) {
      long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
    return response.body(problem);
  }
}
