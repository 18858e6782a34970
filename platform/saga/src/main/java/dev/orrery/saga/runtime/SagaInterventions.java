package dev.orrery.saga.runtime;

import dev.orrery.messaging.MessageTraces;
import dev.orrery.saga.SagaState.Status;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets operators move sagas: in one transaction the instance is locked, the engine decides, and it
 * is written down who asked for what, and why. Thread-safe, also across instances.
 */
final class SagaInterventions {
  private final Sagas sagas;
  private final RegisteredSagas registered;
  private final JdbcClient jdbc;
  private final MessageTraces traces;
  private final TransactionOperations transactions;

  SagaInterventions(
      Sagas sagas,
      RegisteredSagas registered,
      JdbcClient jdbc,
      MessageTraces traces,
      TransactionOperations transactions) {
    this.sagas = sagas;
    this.registered = registered;
    this.jdbc = jdbc;
    this.traces = traces;
    this.transactions = transactions;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** It is written down; the engine may have found nothing to do. */
    record Made() implements Outcome {}

    /** The saga had ended, and nothing is written down. */
    record Ended(Status state) implements Outcome {}

    /** Nobody here can move a saga of this version, and nothing is written down. */
    record OfUnknownVersion(String name, int version) implements Outcome {}
  }

  private record Locked(String name, int version, Status state) {}

  /** Attempts at once what the saga waits for; empty where there is none of this id. */
  Optional<Outcome> retry(UUID id, String operator, @Nullable String reason) {
    return intervene(id, "RETRY", operator, reason, () -> sagas.retry(id));
  }

  /** Ends the saga as it stands; empty where there is none of this id. */
  Optional<Outcome> abandon(UUID id, String operator, String reason) {
    return intervene(id, "ABANDON", operator, reason, () -> sagas.abandon(id, reason));
  }

  private Optional<Outcome> intervene(
      UUID id,
      String action,
      String operator,
      @Nullable String reason,
      BooleanSupplier intervention) {
    Optional<Outcome> outcome =
        transactions.execute(status ->
            lock(id)
                .map(saga -> {
                  if (saga.state().isTerminal()) {
                    return new Outcome.Ended(saga.state());
                  }
                  if (registered.of(saga.name(), saga.version()).isEmpty()) {
                    return new Outcome.OfUnknownVersion(saga.name(), saga.version());
                  }
                  boolean effective = intervention.getAsBoolean();
                  record(id, action, operator, reason, saga.state(), effective);
                  return new Outcome.Made();
                }));
    return outcome == null ? Optional.empty() : outcome;
  }

  private Optional<Locked> lock(UUID id) {
    return jdbc.sql("select name, version, status from saga_instance where id = ? for update")
        .param(id)
        .query((row, n) ->
            new Locked(
                row.getString("name"),
                row.getInt("version"),
                Status.valueOf(row.getString("status"))))
        .optional();
  }

  private void record(
      UUID id,
      String action,
      String operator,
      @Nullable String reason,
      Status state,
      boolean effective) {
    jdbc.sql(
            """
            insert into saga_intervention
              (saga_id, action, operator, reason, status, effective, trace_id)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .param(id)
        .param(action)
        .param(operator)
        .param(reason)
        .param(state.name())
        .param(effective)
        .param(traces.currentTraceId())
        .update();
  }
}
