package dev.orrery.saga.runtime;

import dev.orrery.saga.SagaState;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.runtime.SagaUnitOfWork.SentCommand;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Sagas in Postgres. */
final class SagaStore {
  private static final String COLUMNS =
      "id, name, status, step, attempt, resting, due, deadline, data, traceparent, started_at";

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final JsonMapper json;
  private final RowMapper<Instance<?>> lockedInstance;
  private final String[] knownNames;

  SagaStore(JdbcTemplate jdbcTemplate, JsonMapper json, RegisteredSagas sagas) {
    this.jdbc = JdbcClient.create(jdbcTemplate);
    this.batches = jdbcTemplate;
    this.json = json;
    this.knownNames = sagas.names().toArray(String[]::new);
    this.lockedInstance = (row, n) -> instance(sagas.named(row.getString("name")), row);
  }

  /** Locks in the order of their ids, so that two transactions cannot deadlock. */
  List<Instance<?>> lock(Collection<UUID> ids) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from saga_instance where id = any(?::uuid[]) order by id for update")
        .param(ids.toArray(UUID[]::new))
        .query(lockedInstance)
        .list();
  }

  /** Claims instances whose time has come; those another transaction holds are left to it. */
  List<Instance<?>> claimDue(Instant now, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from saga_instance where wake_at <= ? and name = any(?::text[])"
                + " order by wake_at limit ? for update skip locked")
        .params(Timestamp.from(now), knownNames, limit)
        .query(lockedInstance)
        .list();
  }

  List<UUID> due(Instant now, int limit) {
    return jdbc.sql(
            """
            select id from saga_instance
             where wake_at <= ? and name = any(?::text[]) order by wake_at limit ?
            """)
        .params(Timestamp.from(now), knownNames, limit)
        .query(UUID.class)
        .list();
  }

  void postpone(UUID id, Instant until) {
    jdbc.sql("update saga_instance set wake_at = ? where id = ? and wake_at is not null")
        .params(Timestamp.from(until), id)
        .update();
  }

  private <D> Instance<D> instance(RegisteredSaga<D> saga, ResultSet row) throws SQLException {
    var state =
        new SagaState<>(
            Status.valueOf(row.getString("status")),
            row.getInt("step"),
            row.getInt("attempt"),
            row.getBoolean("resting"),
            instant(row, "due"),
            instant(row, "deadline"),
            saga.read(row.getString("data"), json));
    return new Instance<>(
        row.getObject("id", UUID.class),
        saga,
        state,
        row.getString("traceparent"),
        instant(row, "started_at"));
  }

  void insert(Instance<?> instance) {
    SagaState<?> state = instance.state();
    jdbc.sql(
            "insert into saga_instance ("
                + COLUMNS
                + ", updated_at, wake_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            Arrays.asList(
                instance.id(),
                instance.saga().definition().name(),
                state.status().name(),
                state.step(),
                state.attempt(),
                state.resting(),
                Timestamp.from(state.due()),
                Timestamp.from(state.deadline()),
                json.writeValueAsString(state.data()),
                instance.traceparent(),
                Timestamp.from(instance.startedAt()),
                Timestamp.from(instance.startedAt()),
                Timestamp.from(state.due())))
        .update();
  }

  /**
   * @param timersSeen whether the instances were claimed because their time had come; only then may
   *     the time to look at them again move further away
   */
  void update(List<Instance<?>> instances, Instant now, boolean timersSeen) {
    batches.batchUpdate(
        """
        update saga_instance
           set status = ?, step = ?, attempt = ?, resting = ?, due = ?, data = ?, updated_at = ?,
               wake_at = case when ? then null when ? then ? else least(wake_at, ?) end
         where id = ?
        """,
        new BatchPreparedStatementSetter() {
          @Override
          public void setValues(java.sql.PreparedStatement statement, int i) throws SQLException {
            Instance<?> instance = instances.get(i);
            SagaState<?> state = instance.state();
            Timestamp due = Timestamp.from(state.due());
            statement.setString(1, state.status().name());
            statement.setInt(2, state.step());
            statement.setInt(3, state.attempt());
            statement.setBoolean(4, state.resting());
            statement.setTimestamp(5, due);
            statement.setString(6, json.writeValueAsString(state.data()));
            statement.setTimestamp(7, Timestamp.from(now));
            statement.setBoolean(8, state.status().isTerminal());
            statement.setBoolean(9, timersSeen);
            statement.setTimestamp(10, due);
            statement.setTimestamp(11, due);
            statement.setObject(12, instance.id());
          }

          @Override
          public int getBatchSize() {
            return instances.size();
          }
        });
  }

  void insertCommands(List<SentCommand> commands, Instant now) {
    int n = commands.size();
    if (n == 0) {
      return;
    }
    var ids = new UUID[n];
    var sagaIds = new UUID[n];
    var steps = new Integer[n];
    var names = new String[n];
    var actions = new String[n];
    var attempts = new Integer[n];
    for (int i = 0; i < n; i++) {
      SentCommand command = commands.get(i);
      ids[i] = command.message().id();
      sagaIds[i] = command.sagaId();
      steps[i] = command.dispatch().step();
      names[i] = command.stepName();
      actions[i] = command.dispatch().action().name();
      attempts[i] = command.dispatch().attempt();
    }
    jdbc.sql(
            """
            insert into saga_command (message_id, saga_id, step, step_name, action, attempt, sent_at)
            select u.*, ?::timestamptz
              from unnest(?::uuid[], ?::uuid[], ?::int[], ?::text[], ?::text[], ?::int[]) u
            """)
        .params(Timestamp.from(now), ids, sagaIds, steps, names, actions, attempts)
        .update();
  }

  /** The commands that were answered, by message id. */
  Map<UUID, Answered> answer(Collection<UUID> messageIds, Collection<String> answers, Instant now) {
    return jdbc
        .sql(
            """
            update saga_command c
               set answered_at = coalesce(answered_at, ?::timestamptz),
                   answer = coalesce(c.answer, u.answer)
              from unnest(?::uuid[], ?::text[]) as u (message_id, answer)
             where c.message_id = u.message_id
            returning c.message_id, c.saga_id, c.step, c.action
            """)
        .params(
            Timestamp.from(now), messageIds.toArray(UUID[]::new), answers.toArray(String[]::new))
        .query((row, n) ->
            new Answered(
                row.getObject("message_id", UUID.class),
                row.getObject("saga_id", UUID.class),
                row.getInt("step"),
                Action.valueOf(row.getString("action"))))
        .list()
        .stream()
        .collect(Collectors.toMap(Answered::messageId, Function.identity()));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  record Answered(UUID messageId, UUID sagaId, int step, Action action) {}
}
