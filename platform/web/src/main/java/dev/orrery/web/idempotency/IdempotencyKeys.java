package dev.orrery.web.idempotency;

import dev.orrery.web.Problems;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The keys of requests that were carried out.
 *
 * <p>A request claims its key in the transaction of its effect and records its result there: a
 * failure, or a crash at any line, leaves no trace, and the request may be sent again. While the
 * transaction lasts, a second request of the same key is refused with 409. Thread-safe.
 */
public class IdempotencyKeys {
  private final JdbcClient jdbc;
  private final Duration retention;

  IdempotencyKeys(JdbcClient jdbc, Duration retention) {
    this.jdbc = jdbc;
    this.retention = retention;
  }

  /**
   * The result of the request, if it was carried out before.
   *
   * @throws org.springframework.web.ErrorResponseException 422 where the key was used for another
   *     body
   */
  public Optional<String> resultOf(IdempotentRequest request) {
    return jdbc.sql("select request_hash, result from idempotency_key where scope = ? and key = ?")
        .params(request.scope(), request.key())
        .query(Recorded.class)
        .optional()
        .map(recorded -> recorded.resultOf(request));
  }

  /**
   * Takes the key for the current transaction and records under it what the transaction will result
   * in.
   *
   * @return empty, and the transaction goes on; or the result of the one that had the key before
   * @throws org.springframework.web.ErrorResponseException 409 while another transaction has it,
   *     422 where the key was used for another body
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<String> claim(IdempotentRequest request, String result) {
    int recorded =
        jdbc.sql(
                """
                insert into idempotency_key (scope, key, request_hash, result)
                select ?, ?, ?, ? where pg_try_advisory_xact_lock(hashtextextended(?, 0))
                on conflict do nothing
                """)
            .params(
                request.scope(),
                request.key(),
                request.hash(),
                result,
                request.scope() + " " + request.key())
            .update();
    if (recorded == 1) {
      return Optional.empty();
    }
    Optional<String> before = resultOf(request);
    if (before.isEmpty()) {
      throw Problems.conflict(
          "A request with this Idempotency-Key is being carried out; ask again in a moment.");
    }
    return before;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
  void forgetOld() {
    jdbc.sql(
            """
            delete from idempotency_key
             where created_at < clock_timestamp() - make_interval(secs => ?)
            """)
        .param((double) retention.toSeconds())
        .update();
  }

  private record Recorded(String requestHash, String result) {
    String resultOf(IdempotentRequest request) {
      if (!requestHash.equals(request.hash())) {
        throw Problems.unprocessable(
            "This Idempotency-Key was used for another request; take a new key for a new one.");
      }
      return result;
    }
  }
}
