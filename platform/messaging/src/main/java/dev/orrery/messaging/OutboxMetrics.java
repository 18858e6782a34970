package dev.orrery.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Backlog and age of the outbox, asked of the database when somebody looks. */
final class OutboxMetrics implements MeterBinder {
  private final OutboxBacklog backlog;
  private final JdbcClient jdbc;

  OutboxMetrics(OutboxBacklog backlog, JdbcClient jdbc) {
    this.backlog = backlog;
    this.jdbc = jdbc;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("orrery.outbox.backlog", backlog, OutboxBacklog::getAsLong)
        .description(
            "messages not yet acknowledged by Kafka, counted up to " + OutboxBacklog.COUNT_AT_MOST)
        .register(registry);
    TimeGauge.builder("orrery.outbox.age", this, TimeUnit.SECONDS, OutboxMetrics::age)
        .description("age of the oldest message not yet acknowledged by Kafka")
        .register(registry);
  }

  private double age() {
    return jdbc.sql(
            """
            select coalesce(max(extract(epoch from clock_timestamp() - created_at)), 0)
              from (select created_at from outbox order by position limit 1) oldest
            """)
        .query(Double.class)
        .single();
  }
}
