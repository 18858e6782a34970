package dev.orrery.security;

import dev.orrery.web.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Tells who was refused why, as a problem and, as RFC 6750 has it, in {@code WWW-Authenticate}.
 * What exactly is wrong with a token is not told: only who forges tokens would want to know.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private static final String REFUSED = "orrery.security.refused";

  private final ProblemWriter problems;
  private final MeterRegistry meters;

  Refusals(ProblemWriter problems, MeterRegistry meters) {
    this.problems = problems;
    this.meters = meters;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    if (refused instanceof CannotVerify) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "2");
      write(
          request,
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "unverifiable",
          "The token cannot be verified at the moment.");
    } else if (refused instanceof OAuth2AuthenticationException) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
      write(
          request,
          response,
          HttpStatus.UNAUTHORIZED,
          "invalid",
          "The token is not valid here: it is expired, revoked or not of our issuer.");
    } else {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      write(
          request,
          response,
          HttpStatus.UNAUTHORIZED,
          "missing",
          "The request needs a token: Authorization: Bearer TOKEN.");
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"");
    write(request, response, HttpStatus.FORBIDDEN, "scope", "The token does not allow this.");
  }

  private void write(
      HttpServletRequest request,
      HttpServletResponse response,
      HttpStatus status,
      String reason,
      String sentence)
      throws IOException {
    meters.counter(REFUSED, "reason", reason).increment();
    problems.write(request, response, ProblemDetail.forStatusAndDetail(status, sentence));
  }
}
