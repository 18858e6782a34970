package dev.orrery.payment.authorization;

import static dev.orrery.payment.authorization.Columns.column;

import dev.orrery.payment.authorization.Batch.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The operations that are open; due times are by the database's clock, which all share. */
@Component
final class OperationRows {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final AuthorizationProperties properties;

  OperationRows(JdbcClient jdbc, JsonMapper json, AuthorizationProperties properties) {
    this.jdbc = jdbc;
    this.json = json;
    this.properties = properties;
  }

  /** Operations taken up at once are leased to this instance; the others are due to anybody. */
  void open(List<Operation> operations, List<Dossier> dossiers) {
    if (operations.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into provider_operation
                (order_id, version, action, attempts, due_at, traceparent, waiting)
            select n.order_id, n.version, n.action, n.attempts,
                   clock_timestamp() + n.attempts * make_interval(secs => ?), n.traceparent,
                   n.waiting::jsonb
              from unnest(?::uuid[], ?::int[], ?::text[], ?::int[], ?::text[], ?::text[])
                   as n (order_id, version, action, attempts, traceparent, waiting)
            on conflict (order_id) do update
               set version = excluded.version, action = excluded.action,
                   attempts = excluded.attempts, due_at = excluded.due_at,
                   traceparent = excluded.traceparent, waiting = excluded.waiting,
                   opened_at = excluded.opened_at
            """)
        .params(
            seconds(properties.lease()),
            column(operations, UUID[]::new, Operation::orderId),
            column(operations, Integer[]::new, operation -> operation.payment().version()),
            column(operations, String[]::new, operation -> operation.action().name()),
            column(operations, Integer[]::new, Operation::attempts),
            column(operations, String[]::new, Operation::traceparent),
            column(dossiers, String[]::new, this::waiting))
        .update();
  }

  /** How many the provider has not settled. */
  long countOpen() {
    return jdbc.sql("select count(*) from provider_operation").query(Long.class).single();
  }

  void close(List<UUID> orderIds) {
    if (!orderIds.isEmpty()) {
      jdbc.sql("delete from provider_operation where order_id = any(?)")
          .param(orderIds.toArray(UUID[]::new))
          .update();
    }
  }

  /** Somebody more waits for operations that are under way. */
  void await(List<Change> changes) {
    for (Change change : changes) {
      jdbc.sql("update provider_operation set waiting = ?::jsonb where order_id = ?")
          .params(waiting(change.after()), change.after().orderId())
          .update();
    }
  }

  /** Takes up what is due, the longest due first. */
  List<Operation> claim(int atMost) {
    return jdbc.sql(
            """
            with due as (
              select order_id from provider_operation where due_at <= clock_timestamp()
               order by due_at limit ? for update skip locked)
            update provider_operation o
               set attempts = o.attempts + 1, due_at = clock_timestamp() + make_interval(secs => ?)
              from due, payment p
             where o.order_id = due.order_id and p.order_id = due.order_id
               and p.version = o.version
            returning p.order_id, p.payment_id, p.amount, p.currency, p.token, p.state, p.reason,
                      p.version, o.attempts, o.traceparent
            """)
        .params(atMost, seconds(properties.lease()))
        .query(OperationRows::operation)
        .list();
  }

  /** Gives an operation back, unless somebody else has taken it up meanwhile. */
  void postpone(Operation operation, Duration delay) {
    jdbc.sql(
            """
            update provider_operation set due_at = clock_timestamp() + make_interval(secs => ?)
             where order_id = ? and version = ? and attempts = ?
            """)
        .params(
            seconds(delay),
            operation.orderId(),
            operation.payment().version(),
            operation.attempts())
        .update();
  }

  private String waiting(Dossier dossier) {
    return json.writeValueAsString(dossier.waiting());
  }

  private static Operation operation(ResultSet row, int number) throws SQLException {
    return new Operation(
        DossierRows.payment(row), row.getInt("attempts"), row.getString("traceparent"));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
