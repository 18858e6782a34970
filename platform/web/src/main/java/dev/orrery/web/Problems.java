package dev.orrery.web;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Problems a handler throws. The detail is a sentence for the caller; the type is left out, which
 * RFC 9457 reads as about:blank, "what the status says".
 */
public final class Problems {

  private Problems() {}

  public static ErrorResponseException badRequest(String detail) {
    return problem(HttpStatus.BAD_REQUEST, detail);
  }

  /** 400 with each field that is wrong; the detail is made of them. */
  public static ErrorResponseException invalid(List<InvalidField> errors) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, told(errors));
    body.setProperty("errors", errors);
    return new ErrorResponseException(HttpStatus.BAD_REQUEST, body, null);
  }

  public static ErrorResponseException forbidden(String detail) {
    return problem(HttpStatus.FORBIDDEN, detail);
  }

  public static ErrorResponseException notFound(String detail) {
    return problem(HttpStatus.NOT_FOUND, detail);
  }

  public static ErrorResponseException conflict(String detail) {
    return problem(HttpStatus.CONFLICT, detail);
  }

  public static ErrorResponseException unprocessable(String detail) {
    return problem(HttpStatus.UNPROCESSABLE_CONTENT, detail);
  }

  /** 503; the caller may try again after {@code retryAfter}, rounded up to seconds. */
  public static ErrorResponseException unavailable(String detail, Duration retryAfter) {
    ErrorResponseException problem = problem(HttpStatus.SERVICE_UNAVAILABLE, detail);
    problem.getHeaders().set(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
    return problem;
  }

  static String told(List<InvalidField> errors) {
    return switch (errors.size()) {
      case 0 -> "The request is not valid.";
      case 1 -> errors.getFirst() + ".";
      default ->
          errors.stream()
              .limit(5)
              .map(InvalidField::toString)
              .collect(
                  Collectors.joining(
                      "; ",
                      "The request is not valid in %d places: ".formatted(errors.size()),
                      "."));
    };
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
  }

  private static ErrorResponseException problem(HttpStatus status, String detail) {
    return new ErrorResponseException(
        status, ProblemDetail.forStatusAndDetail(status, detail), null);
  }
}
