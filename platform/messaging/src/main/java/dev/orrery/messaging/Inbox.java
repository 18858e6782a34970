package dev.orrery.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/** Which messages have already had their effect. */
class Inbox {
  private static final int FORGET_AT_ONCE = 10_000;

  private final JdbcClient jdbc;
  private final Duration retention;

  Inbox(JdbcClient jdbc, Duration retention) {
    this.jdbc = jdbc;
    this.retention = retention;
  }

  /**
   * Records the messages in the current transaction and returns those that are new. Where another
   * transaction is just handling one of them, waits for its end.
   */
  Set<UUID> record(String consumer, Collection<UUID> messageIds) {
    // In one order, so that two instances that were handed the same batch cannot deadlock.
    UUID[] ids = messageIds.stream().distinct().sorted().toArray(UUID[]::new);
    return new HashSet<>(
        jdbc.sql(
                """
                insert into inbox (consumer, message_id) select ?, unnest(?::uuid[])
                on conflict do nothing returning message_id
                """)
            .params(consumer, ids)
            .query(UUID.class)
            .list());
  }

  /** Except what a dead letter may ask about when it is redriven. */
  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  void forgetOld() {
    int forgotten;
    do {
      forgotten =
          jdbc.sql(
                  """
                  delete from inbox where ctid = any(array(
                    select i.ctid from inbox i
                     where i.received_at < clock_timestamp() - make_interval(secs => ?)
                       and not exists (
                         select 1 from dead_letter d
                          where d.consumer = i.consumer and d.message_id = i.message_id
                            and d.status in ('KEPT', 'QUEUED'))
                     limit ? for update skip locked))
                  """)
              .params((double) retention.toSeconds(), FORGET_AT_ONCE)
              .update();
    } while (forgotten == FORGET_AT_ONCE);
  }
}
