package dev.orrery.web;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponse;

/** More was sent than is accepted; it surfaces from reading the body, or before it. */
final class BodyTooLarge extends IOException implements ErrorResponse {

  private final DataSize limit;

  BodyTooLarge(DataSize limit) {
    super("request body larger than " + limit.toBytes() + " bytes");
    this.limit = limit;
  }

  /** Finds it below the wrappers that readers put around it. */
  static @Nullable BodyTooLarge in(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooLarge found) {
        return found;
      }
    }
    return null;
  }

  @Override
  public HttpStatusCode getStatusCode() {
    return HttpStatus.CONTENT_TOO_LARGE;
  }

  @Override
  public ProblemDetail getBody() {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.CONTENT_TOO_LARGE,
        "The request body is larger than the %d bytes accepted here.".formatted(limit.toBytes()));
  }
}
