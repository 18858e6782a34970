package dev.orrery.saga.runtime;

import static dev.orrery.saga.runtime.Times.instant;
import static dev.orrery.saga.runtime.Times.optionalInstant;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people and meters ask about sagas; locks nothing. */
final class SagaQueries {
  private final JdbcClient jdbc;
  private final String[] known;

  SagaQueries(JdbcClient jdbc, RegisteredSagas sagas) {
    this.jdbc = jdbc;
    this.known = sagas.keys();
  }

  Optional<SagaView> find(UUID id) {
    List<SagaView.Sent> sent =
        jdbc.sql(
                """
                select step_name, action, attempt, answer, sent_at, answered_at
                  from saga_command where saga_id = ? order by sent_at, message_id
                """)
            .param(id)
            .query((row, n) ->
                new SagaView.Sent(
                    row.getString("step_name"),
                    Action.valueOf(row.getString("action")),
                    row.getInt("attempt"),
                    row.getString("answer"),
                    instant(row, "sent_at"),
                    optionalInstant(row, "answered_at")))
            .list();
    return jdbc.sql("select name, status from saga_instance where id = ?")
        .param(id)
        .query((row, n) ->
            new SagaView(id, row.getString("name"), Status.valueOf(row.getString("status")), sent))
        .optional();
  }

  /** How many have not ended. */
  long open() {
    return jdbc.sql("select count(*) from saga_instance where wake_at is not null")
        .query(Long.class)
        .single();
  }

  /** How many have not ended and are of a version that this service cannot move. */
  long openOfUnknownVersion() {
    return jdbc.sql(
            """
            select count(*) from saga_instance
             where wake_at is not null
               and name || ' ' || version <> all(?::text[])
            """)
        .param(known)
        .query(Long.class)
        .single();
  }

  double secondsSinceOldestOpenStarted() {
    return jdbc.sql(
            """
            select coalesce(max(extract(epoch from clock_timestamp() - started_at)), 0)
              from saga_instance where wake_at is not null
            """)
        .query(Double.class)
        .single();
  }
}
