package dev.orrery.messaging;

import dev.orrery.messaging.DeadLetter.HeaderLine;
import dev.orrery.messaging.DeadLetter.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Letters and what was done with them, in the database of the service they failed in. */
class DeadLetterStore {
  private static final TypeReference<List<HeaderLine>> HEADERS = new TypeReference<>() {};
  private static final String MATCHING =
      """
       (:status::text is null or status = :status)
         and (:topic::text is null or topic = :topic)
         and (:type::text is null or message_type = :type)
         and (:reason::text is null or position(lower(:reason) in lower(reason)) > 0)
         and (:from::timestamptz is null or failed_at >= :from)
         and (:until::timestamptz is null or failed_at < :until)
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  DeadLetterStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Does nothing where the letter is known already. */
  void keep(DeadLetter letter) {
    jdbc.sql(
            """
            insert into dead_letter (consumer, topic, origin_partition, origin_offset, message_id,
              message_type, message_key, headers, body, reason, attempts, failed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .param(letter.group())
        .param(letter.topic())
        .param(letter.partition())
        .param(letter.offset())
        .param(letter.messageId())
        .param(letter.type())
        .param(letter.key())
        .param(json.writeValueAsString(letter.headers()))
        .param(letter.body())
        .param(letter.reason())
        .param(letter.attempts())
        .param(Timestamp.from(letter.failedAt()))
        .update();
  }

  Optional<DeadLetter> find(long id) {
    return jdbc.sql("select * from dead_letter where id = ?")
        .param(id)
        .query(this::letter)
        .optional();
  }

  /** The letter, which nobody else changes before the end of the current transaction. */
  Optional<DeadLetter> lock(long id) {
    return jdbc.sql("select * from dead_letter where id = ? for update")
        .param(id)
        .query(this::letter)
        .optional();
  }

  /**
   * In the order in which they were kept, which for letters of one key is that of their records.
   */
  List<DeadLetter> after(long id, DeadLetterFilter filter, int limit) {
    return matching(
            "select * from dead_letter where id > :after and"
                + MATCHING
                + "order by id limit :limit",
            filter)
        .param("after", id)
        .param("limit", limit)
        .query(this::letter)
        .list();
  }

  /** Counts those of the oldest {@code limit} that {@link #queue} would queue. */
  int count(DeadLetterFilter filter, int limit) {
    return matching(
            "select count(*) from (select 1 from dead_letter where"
                + MATCHING
                + "limit :limit) letters",
            filter)
        .param("limit", limit)
        .query(Integer.class)
        .single();
  }

  /** Queues the oldest that match, and returns how many. */
  int queue(DeadLetterFilter filter, int limit, @Nullable String operator, @Nullable String trace) {
    return matching(
            """
            with chosen as (
              select id from dead_letter where
            """
                + MATCHING
                + """
                    order by id limit :limit for update skip locked),
                queued as (
                  update dead_letter set status = 'QUEUED' where id in (select id from chosen)
                  returning id)
                insert into dead_letter_action (letter_id, action, operator, trace_id)
                select id, 'QUEUED', :operator, :trace from queued
                """,
            filter)
        .param("limit", limit)
        .param("operator", storable(operator))
        .param("trace", trace)
        .update();
  }

  /**
   * The oldest letter in the queue; empty, too, where another instance is just redriving one. Holds
   * the queue to the end of the current transaction, and waits for whoever is at that letter: those
   * of one key stay in order.
   */
  Optional<DeadLetter> nextQueued() {
    boolean alone =
        jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('orrery.dead_letter', 0))")
            .query(Boolean.class)
            .single();
    return alone
        ? jdbc.sql(
                """
                select * from dead_letter where status = 'QUEUED' order by id limit 1 for update
                """)
            .query(this::letter)
            .optional()
        : Optional.empty();
  }

  /** Takes the letter out of the queue, and those of its key behind it. */
  void unqueue(DeadLetter letter) {
    jdbc.sql(
            """
            with held as (
              update dead_letter set status = 'KEPT'
               where status = 'QUEUED' and consumer = ? and topic = ? and id >= ?
                 and message_key is not distinct from ?
              returning id)
            insert into dead_letter_action (letter_id, action, detail)
            select id, 'HELD_BACK', 'an earlier letter of its key failed' from held where id <> ?
            """)
        .param(letter.group())
        .param(letter.topic())
        .param(letter.id())
        .param(letter.key())
        .param(letter.id())
        .update();
  }

  void settle(long id, Status status) {
    jdbc.sql("update dead_letter set status = ? where id = ?").params(status.name(), id).update();
  }

  void record(
      long id,
      String action,
      @Nullable String operator,
      @Nullable String detail,
      @Nullable String trace) {
    jdbc.sql(
            """
            insert into dead_letter_action (letter_id, action, operator, detail, trace_id)
            values (?, ?, ?, ?, ?)
            """)
        .param(id)
        .param(action)
        .param(storable(operator))
        .param(storable(detail))
        .param(trace)
        .update();
  }

  List<Action> actions(long id) {
    return jdbc.sql(
            """
            select action, operator, detail, trace_id, happened_at
              from dead_letter_action where letter_id = ? order by id
            """)
        .param(id)
        .query((row, n) ->
            new Action(
                row.getString("action"),
                row.getString("operator"),
                row.getString("detail"),
                row.getString("trace_id"),
                instant(row, "happened_at")))
        .list();
  }

  /** Returns how many of those that went had not been settled. */
  long forget(Duration retention, int limit) {
    return jdbc.sql(
            """
            with gone as (
              delete from dead_letter
               where failed_at < clock_timestamp() - make_interval(secs => ?)
                  or id <= (select id from dead_letter order by id desc offset ? limit 1)
              returning status)
            select count(*) from gone where status in ('KEPT', 'QUEUED')
            """)
        .params((double) retention.toSeconds(), limit)
        .query(Long.class)
        .single();
  }

  long open(Status status) {
    return jdbc.sql("select count(*) from dead_letter where status = ?")
        .param(status.name())
        .query(Long.class)
        .single();
  }

  double secondsSinceOldestKept() {
    return jdbc.sql(
            """
            select coalesce(max(extract(epoch from clock_timestamp() - failed_at)), 0)
              from dead_letter where status in ('KEPT', 'QUEUED')
            """)
        .query(Double.class)
        .single();
  }

  /** Postgres stores every character but one. */
  static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  private JdbcClient.StatementSpec matching(String sql, DeadLetterFilter filter) {
    return jdbc.sql(sql)
        .param("status", filter.status() == null ? null : filter.status().name())
        .param("topic", storable(filter.topic()))
        .param("type", storable(filter.type()))
        .param("reason", storable(filter.reason()))
        .param("from", timestamp(filter.from()))
        .param("until", timestamp(filter.until()));
  }

  private DeadLetter letter(ResultSet row, int n) throws SQLException {
    return new DeadLetter(
        row.getLong("id"),
        row.getString("consumer"),
        row.getString("topic"),
        row.getInt("origin_partition"),
        row.getLong("origin_offset"),
        row.getObject("message_id", UUID.class),
        row.getString("message_type"),
        row.getBytes("message_key"),
        json.readValue(row.getString("headers"), HEADERS),
        row.getBytes("body"),
        row.getString("reason"),
        row.getInt("attempts"),
        instant(row, "failed_at"),
        Status.valueOf(row.getString("status")));
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  record Action(
      String action,
      @Nullable String operator,
      @Nullable String detail,
      @Nullable String traceId,
      Instant at) {}
}
