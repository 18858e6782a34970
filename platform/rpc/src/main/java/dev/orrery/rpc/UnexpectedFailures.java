package dev.orrery.rpc;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.grpc.server.exception.GrpcExceptionHandler;
import org.springframework.transaction.TransactionException;

/**
 * A database that is away is UNAVAILABLE: nothing is wrong with the request. What nobody thought of
 * is INTERNAL, told to the log and not to the caller.
 */
final class UnexpectedFailures implements GrpcExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(UnexpectedFailures.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  @Override
  public StatusException handleException(Throwable thrown) {
    return switch (thrown) {
      // Whom nobody answers for, Spring would tell without its details.
      case StatusException refusal -> refusal;
      case StatusRuntimeException refusal -> Refusals.checked(refusal);
      case TransientDataAccessException _,
          DataAccessResourceFailureException _,
          TransactionException _ -> {
        log.warn("Answered UNAVAILABLE: {}", thrown.toString());
        yield Refusals.checked(
            Refusals.unavailable("The service cannot reach its database.", ASK_AGAIN));
      }
      default -> {
        log.error("Answered INTERNAL", thrown);
        yield Status.INTERNAL.withDescription("The service failed to answer.").asException();
      }
    };
  }
}
