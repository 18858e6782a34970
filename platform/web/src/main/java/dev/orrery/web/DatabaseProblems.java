package dev.orrery.web;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A database that is away, or went away at commit, is a 503: nothing is wrong with the request. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE - 1)
final class DatabaseProblems {

  private static final Logger log = LoggerFactory.getLogger(DatabaseProblems.class);

  @ExceptionHandler({
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class,
    TransactionSystemException.class
  })
  ResponseEntity<ProblemDetail> handleDatabaseAway(RuntimeException thrown) {
    log.warn("Answered 503, the database is away: {}", thrown.toString());
    ErrorResponseException problem =
        Problems.unavailable(
            "The service cannot reach its database at the moment.", Duration.ofSeconds(2));
    return ResponseEntity.status(problem.getStatusCode())
        .headers(problem.getHeaders())
        .body(problem.getBody());
  }
}
