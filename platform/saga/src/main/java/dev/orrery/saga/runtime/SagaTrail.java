package dev.orrery.saga.runtime;

import static dev.orrery.saga.runtime.Times.instant;
import static dev.orrery.saga.runtime.Times.optionalInstant;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.runtime.SagaDetails.Intervention;
import dev.orrery.saga.runtime.SagaDetails.SentCommand;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an instance has sent, and what operators have done to it. */
record SagaTrail(JdbcClient jdbc) {
  static final int COMMANDS_SHOWN = 200;
  private static final int INTERVENTIONS_SHOWN = 100;

  /** As the step was called when it was last sent. */
  Optional<String> stepName(UUID id, int step) {
    return jdbc.sql(
            """
            select step_name from saga_command where saga_id = ? and step = ?
             order by sent_at desc limit 1
            """)
        .params(id, step)
        .query(String.class)
        .optional();
  }

  /** In the order they were sent, the youngest {@link #COMMANDS_SHOWN}. */
  List<SentCommand> commands(UUID id) {
    return jdbc.sql(
            """
            select message_id, step_name, action, attempt, sent_at, answered_at, answer
              from saga_command where saga_id = ? order by sent_at desc, message_id desc limit ?
            """)
        .params(id, COMMANDS_SHOWN)
        .query((row, n) ->
            new SentCommand(
                row.getObject("message_id", UUID.class),
                row.getString("step_name"),
                Action.valueOf(row.getString("action")),
                row.getInt("attempt"),
                instant(row, "sent_at"),
                optionalInstant(row, "answered_at"),
                row.getString("answer")))
        .list()
        .reversed();
  }

  long commandsSent(UUID id) {
    return jdbc.sql("select count(*) from saga_command where saga_id = ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  List<Intervention> interventions(UUID id) {
    return jdbc.sql(
            """
            select action, operator, reason, status, effective, trace_id, happened_at
              from saga_intervention where saga_id = ? order by id desc limit ?
            """)
        .params(id, INTERVENTIONS_SHOWN)
        .query((row, n) ->
            new Intervention(
                row.getString("action"),
                row.getString("operator"),
                row.getString("reason"),
                Status.valueOf(row.getString("status")),
                row.getBoolean("effective"),
                row.getString("trace_id"),
                instant(row, "happened_at")))
        .list()
        .reversed();
  }
}
