package dev.orrery.messaging;

import java.util.function.LongSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages not yet acknowledged by Kafka, counted up to 100,000. Thread-safe. */
public final class OutboxBacklog implements LongSupplier {
  // Counting must stay cheap when the backlog is what is wrong.
  static final int COUNT_AT_MOST = 100_000;

  private final JdbcClient jdbc;

  OutboxBacklog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public long getAsLong() {
    return jdbc.sql("select count(*) from (select 1 from outbox limit ?) rows")
        .param(COUNT_AT_MOST)
        .query(Long.class)
        .single();
  }
}
