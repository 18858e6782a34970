package dev.orrery.writebehind;

import dev.orrery.web.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A buffer that takes nothing is a 503 that says when to come again. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE - 1)
final class BufferProblems {

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handleUnavailable(BufferUnavailable thrown) {
    ErrorResponseException problem =
        Problems.unavailable(String.valueOf(thrown.getMessage()), thrown.retryAfter());
    return ResponseEntity.status(problem.getStatusCode())
        .headers(problem.getHeaders())
        .body(problem.getBody());
  }
}
