package dev.orrery.saga.runtime;

import static dev.orrery.saga.runtime.Times.instant;

import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.runtime.SagaUnitOfWork.SentCommand;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Sagas in Postgres. */
final class SagaStore {
  private static final String COLUMNS =
      "id, name, version, status, step, attempt, resting, branches, skipped, due, deadline, data,"
          + " traceparent, started_at";

  private static final String KNOWN = " name || ' ' || version = any(?::text[])";

  private static final String INSERT_COMMANDS =
      """
       insert into saga_command (sent_at, message_id, saga_id, step, step_name, action, attempt)
       select ?::timestamptz, u.*
         from unnest(?::uuid[], ?::uuid[], ?::int[], ?::text[], ?::text[], ?::int[]) u
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final BranchColumns branches;
  private final RowMapper<Instance<?>> lockedInstance;
  private final String[] known;

  SagaStore(JdbcTemplate jdbcTemplate, JsonMapper json, RegisteredSagas sagas) {
    this.jdbc = JdbcClient.create(jdbcTemplate);
    this.json = json;
    this.branches = new BranchColumns(json);
    this.known = sagas.keys();
    this.lockedInstance =
        (row, n) ->
            instance(sagas.of(row.getString("name"), row.getInt("version")).orElseThrow(), row);
  }

  /**
   * Locks in the order of their ids, so that two transactions cannot deadlock. Those of a version
   * that is not known here are left out.
   */
  List<Instance<?>> lock(Collection<UUID> ids) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from saga_instance where id = any(?::uuid[]) and"
                + KNOWN
                + " order by id for update")
        .params(ids.toArray(UUID[]::new), known)
        .query(lockedInstance)
        .list();
  }

  /** Claims instances whose time has come; those another transaction holds are left to it. */
  List<Instance<?>> claimDue(Instant now, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from saga_instance where wake_at <= ? and"
                + KNOWN
                + " order by wake_at limit ? for update skip locked")
        .params(Timestamp.from(now), known, limit)
        .query(lockedInstance)
        .list();
  }

  List<UUID> due(Instant now, int limit) {
    return jdbc.sql(
            "select id from saga_instance where wake_at <= ? and"
                + KNOWN
                + " order by wake_at limit ?")
        .params(Timestamp.from(now), known, limit)
        .query(UUID.class)
        .list();
  }

  void postpone(UUID id, Instant until) {
    jdbc.sql("update saga_instance set wake_at = ? where id = ? and wake_at is not null")
        .params(Timestamp.from(until), id)
        .update();
  }

  void rememberWhyAbandoned(UUID id, String reason) {
    jdbc.sql("update saga_instance set abandoned_because = ? where id = ?")
        .params(reason, id)
        .update();
  }

  private <D> Instance<D> instance(RegisteredSaga<D> saga, ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    var state =
        new SagaState<>(
            id,
            Status.valueOf(row.getString("status")),
            branches.read(row),
            row.getLong("skipped"),
            instant(row, "due"),
            instant(row, "deadline"),
            saga.read(row.getString("data"), json));
    int version = row.getInt("version");
    return new Instance<>(
        id,
        saga,
        version == saga.definition().version() || state.status().isTerminal()
            ? state
            : saga.definition().migrate(version, state).orElseThrow(),
        row.getString("traceparent"),
        instant(row, "started_at"));
  }

  /** Writes a saga that begins, with its first command, in one round trip. */
  void insert(Instance<?> instance, SagaUnitOfWork work) {
    SagaState<?> state = instance.state();
    var parameters =
        new ArrayList<@Nullable Object>(
            Arrays.asList(
                instance.id(),
                instance.saga().definition().name(),
                instance.saga().definition().version(),
                state.status().name(),
                state.step(),
                state.branches().getFirst().attempt(),
                state.branches().getFirst().progress() == Progress.RESTING,
                branches.write(state),
                state.skipped(),
                Timestamp.from(state.due()),
                Timestamp.from(state.deadline()),
                json.writeValueAsString(state.data()),
                instance.traceparent(),
                Timestamp.from(instance.startedAt()),
                Timestamp.from(instance.startedAt()),
                state.status().isTerminal() ? null : Timestamp.from(state.due())));
    parameters.addAll(commandColumns(work));
    jdbc.sql(
            "with begun as (insert into saga_instance ("
                + COLUMNS
                + ", updated_at, wake_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?::timestamptz))"
                + INSERT_COMMANDS)
        .params(parameters)
        .update();
  }

  /**
   * Writes what one transaction has done to its sagas, in one round trip.
   *
   * @param timersSeen whether the instances were claimed because their time had come; only then may
   *     the time to look at them again move further away
   */
  void write(SagaUnitOfWork work, boolean timersSeen) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(Timestamp.from(work.now()));
    parameters.add(timersSeen);
    parameters.addAll(instanceColumns(work.instances()));
    parameters.addAll(commandColumns(work));
    jdbc.sql(
            """
            with moved as (
              update saga_instance s
                 set status = n.status, step = n.step, attempt = n.attempt, resting = n.resting,
                     due = n.due, data = n.data, version = n.version, skipped = n.skipped,
                     branches = n.branches, updated_at = ?,
                     wake_at = case when n.terminal then null
                                    when ? then n.due else least(wake_at, n.due) end
                from unnest(?::uuid[], ?::text[], ?::boolean[], ?::int[], ?::int[], ?::boolean[],
                            ?::timestamptz[], ?::text[], ?::int[], ?::bigint[], ?::text[])
                  as n (id, status, terminal, step, attempt, resting, due, data, version, skipped,
                        branches)
               where s.id = n.id)
            """
                + INSERT_COMMANDS)
        .params(parameters)
        .update();
  }

  private List<Object> instanceColumns(List<Instance<?>> instances) {
    return List.of(
        column(instances, Instance::id, UUID[]::new),
        column(instances, instance -> instance.state().status().name(), String[]::new),
        column(instances, instance -> instance.state().status().isTerminal(), Boolean[]::new),
        column(instances, instance -> instance.state().step(), Integer[]::new),
        column(
            instances,
            instance -> instance.state().branches().getFirst().attempt(),
            Integer[]::new),
        column(
            instances,
            instance -> instance.state().branches().getFirst().progress() == Progress.RESTING,
            Boolean[]::new),
        column(instances, instance -> instance.state().due().toString(), String[]::new),
        column(
            instances, instance -> json.writeValueAsString(instance.state().data()), String[]::new),
        column(instances, instance -> instance.saga().definition().version(), Integer[]::new),
        column(instances, instance -> instance.state().skipped(), Long[]::new),
        column(instances, instance -> branches.write(instance.state()), String[]::new));
  }

  private static List<Object> commandColumns(SagaUnitOfWork work) {
    List<SentCommand> commands = work.sent();
    return List.of(
        Timestamp.from(work.now()),
        column(commands, command -> command.message().id(), UUID[]::new),
        column(commands, SentCommand::sagaId, UUID[]::new),
        column(commands, command -> command.dispatch().step(), Integer[]::new),
        column(commands, SentCommand::stepName, String[]::new),
        column(commands, command -> command.dispatch().action().name(), String[]::new),
        column(commands, command -> command.dispatch().attempt(), Integer[]::new));
  }

  private static <T, V extends @Nullable Object> V[] column(
      List<T> rows, Function<? super T, ? extends V> value, IntFunction<V[]> array) {
    return rows.stream().map(value).toArray(array);
  }

  /**
   * Writes down what each command was answered with, unless it has been answered before.
   *
   * @return those of the commands that are known, by message id
   */
  Map<UUID, Answered> writeAnswers(
      Collection<UUID> messageIds, Collection<String> answers, Instant now) {
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

  record Answered(UUID messageId, UUID sagaId, int step, Action action) {}
}
