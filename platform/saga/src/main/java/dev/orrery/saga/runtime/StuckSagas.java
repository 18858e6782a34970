package dev.orrery.saga.runtime;

import static dev.orrery.saga.runtime.Times.instant;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts the sagas that have not ended long after their deadline, and logs each when it is first
 * seen to be one of them: by one instance, once, unless that is killed between log and commit.
 */
class StuckSagas {
  static final int LOGGED_AT_ONCE = 20;
  private static final Logger log = LoggerFactory.getLogger(StuckSagas.class);

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Duration stuckAfter;
  private final Clock clock;
  private final Lock looking = new ReentrantLock();

  StuckSagas(
      JdbcClient jdbc,
      TransactionOperations transactions,
      RegisteredSagas sagas,
      MeterRegistry meters,
      Duration stuckAfter,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.stuckAfter = stuckAfter;
    this.clock = clock;
    for (String name : sagas.names()) {
      Gauge.builder("orrery.saga.stuck", this, stuck -> stuck.count(name))
          .tag("saga", name)
          .description("sagas that have not ended long after their deadline")
          .register(meters);
    }
  }

  /** At a rate, and so on a thread of its own: it holds up no timer of a saga. */
  @Scheduled(fixedRateString = "PT10S")
  void look() {
    if (!looking.tryLock()) {
      return;
    }
    try {
      transactions.executeWithoutResult(status -> logNew());
    } finally {
      looking.unlock();
    }
  }

  private void logNew() {
    Instant now = clock.instant();
    jdbc.sql(
            """
            with late as (
              select id from saga_instance
               where wake_at is not null and stuck_at is null and deadline < ?
               order by deadline limit ? for update skip locked)
            update saga_instance s set stuck_at = ? from late where s.id = late.id
            returning s.id, s.name, s.status, s.attempt, s.started_at,
              (select c.step_name from saga_command c where c.saga_id = s.id and c.step = s.step
                order by c.sent_at desc limit 1) as step_name
            """)
        .params(lateSince(now), LOGGED_AT_ONCE, Timestamp.from(now))
        .query((row, n) ->
            new Stuck(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("status"),
                row.getString("step_name"),
                row.getInt("attempt"),
                instant(row, "started_at")))
        .list()
        .forEach(stuck ->
            log.warn(
                "The saga {} ({}) is stuck: {} at \"{}\", attempt {}, {} after its start",
                stuck.id(),
                stuck.name(),
                stuck.state(),
                stuck.step(),
                stuck.attempt(),
                Duration.ofSeconds(Duration.between(stuck.startedAt(), now).toSeconds())));
  }

  private record Stuck(
      UUID id, String name, String state, @Nullable String step, int attempt, Instant startedAt) {}

  private double count(String name) {
    return jdbc.sql(
            """
            select count(*) from saga_instance
             where wake_at is not null and name = ? and deadline < ?
            """)
        .params(name, lateSince(clock.instant()))
        .query(Double.class)
        .single();
  }

  private Timestamp lateSince(Instant now) {
    return Timestamp.from(now.minus(stuckAfter));
  }
}
