package dev.orrery.saga.runtime;

import static dev.orrery.saga.runtime.Times.instant;
import static dev.orrery.saga.runtime.Times.optionalInstant;

import dev.orrery.saga.Branch;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.runtime.SagaDetails.OpenBranch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What operators ask about sagas; locks nothing, and shows those of unknown versions too. */
final class SagaInspection {
  private static final String SUMMARY =
      """
      select s.*, s.wake_at is not null and s.deadline < :lateSince as stuck,
             (select c.step_name from saga_command c where c.saga_id = s.id and c.step = s.step
               order by c.sent_at desc limit 1) as step_name
        from saga_instance s where
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final BranchColumns branches;
  private final SagaTrail trail;
  private final RegisteredSagas sagas;
  private final Duration stuckAfter;
  private final Clock clock;

  SagaInspection(
      JdbcClient jdbc, JsonMapper json, RegisteredSagas sagas, Duration stuckAfter, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.branches = new BranchColumns(json);
    this.trail = new SagaTrail(jdbc);
    this.sagas = sagas;
    this.stuckAfter = stuckAfter;
    this.clock = clock;
  }

  /** Newest first: those that match and began before the one given. */
  List<SagaSummary> page(SagaFilter filter, @Nullable UUID after, int limit) {
    var sql = new StringBuilder(SUMMARY);
    sql.append(after == null ? " true" : " s.id < :after");
    sql.append(filter.name() == null ? "" : " and s.name = :name");
    sql.append(filter.startedBefore() == null ? "" : " and s.started_at <= :startedBefore");
    // What the index of those that have not ended can answer is asked in its words.
    if (filter.state() != null) {
      sql.append(" and s.status = :state");
      sql.append(filter.state().isTerminal() ? "" : " and s.wake_at is not null");
    }
    if (filter.stuck() != null) {
      sql.append(
          filter.stuck()
              ? " and s.wake_at is not null and s.deadline < :lateSince"
              : " and not (s.wake_at is not null and s.deadline < :lateSince)");
    }
    sql.append(" order by s.id desc limit :limit");
    return jdbc.sql(sql.toString())
        .param("lateSince", lateSince())
        .param("after", after)
        .param("name", filter.name())
        .param("startedBefore", timestamp(filter.startedBefore()))
        .param("state", filter.state() == null ? null : filter.state().name())
        .param("limit", limit)
        .query((row, n) -> summary(row))
        .list();
  }

  Optional<SagaDetails> find(UUID id) {
    return jdbc.sql(SUMMARY + " s.id = :id")
        .param("lateSince", lateSince())
        .param("id", id)
        .query((row, n) -> details(row))
        .optional();
  }

  private SagaDetails details(ResultSet row) throws SQLException {
    SagaSummary saga = summary(row);
    long skipped = row.getLong("skipped");
    return new SagaDetails(
        saga,
        saga.state().isTerminal()
            ? List.of()
            : branches.read(row).stream().map(branch -> open(saga, branch)).toList(),
        IntStream.range(0, Long.SIZE)
            .filter(step -> (skipped & (1L << step)) != 0)
            .mapToObj(step -> stepName(saga, step))
            .toList(),
        trail.commands(saga.id()),
        trail.commandsSent(saga.id()),
        trail.interventions(saga.id()),
        row.getString("abandoned_because"),
        json.readTree(row.getString("data")));
  }

  private SagaSummary summary(ResultSet row) throws SQLException {
    return new SagaSummary(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getInt("version"),
        Status.valueOf(row.getString("status")),
        row.getString("step_name"),
        row.getInt("attempt"),
        instant(row, "started_at"),
        instant(row, "updated_at"),
        instant(row, "deadline"),
        row.getBoolean("stuck"),
        optionalInstant(row, "stuck_at"),
        optionalInstant(row, "wake_at"),
        traceId(row.getString("traceparent")));
  }

  private OpenBranch open(SagaSummary saga, Branch branch) {
    return new OpenBranch(
        stepName(saga, branch.step()), branch.progress(), branch.attempt(), branch.due());
  }

  /** As its version calls it, where that is known here; else, as it was called when it was sent. */
  private String stepName(SagaSummary saga, int step) {
    return sagas
        .of(saga.name(), saga.version())
        .filter(known -> known.definition().version() == saga.version())
        .map(known -> known.definition().stepName(step))
        .or(() -> trail.stepName(saga.id(), step))
        .orElse("step " + step);
  }

  private Timestamp lateSince() {
    return Timestamp.from(clock.instant().minus(stuckAfter));
  }

  /** The second part of a traceparent. */
  private static @Nullable String traceId(@Nullable String traceparent) {
    return traceparent == null || traceparent.length() != 55 ? null : traceparent.substring(3, 35);
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
