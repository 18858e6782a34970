package dev.orrery.order.orders;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A move that is not allowed is answered with where the order is and what it allows. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class IllegalTransitionAdvice {

  @ExceptionHandler
  ProblemDetail refused(IllegalTransition illegal) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, String.valueOf(illegal.getMessage()));
    problem.setProperty("state", illegal.state());
    problem.setProperty("allowedMoves", illegal.allowedMoves());
    return problem;
  }
}
