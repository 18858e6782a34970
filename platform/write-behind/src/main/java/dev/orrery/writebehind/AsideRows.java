package dev.orrery.writebehind;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database would not take, kept in a table that takes everything. */
final class AsideRows {
  private static final int LONGEST_REASON = 1_000;

  private final JdbcClient jdbc;

  AsideRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param data as it was in Redis; empty where the value was to be removed
   */
  record Row(String key, long version, String data, String reason, Instant asideAt) {}

  void add(String buffer, Buffer.Taken value, String reason) {
    jdbc.sql(
            """
            insert into write_behind_aside (buffer, key, version, data, reason)
            values (?, ?, ?, ?, ?)
            on conflict (buffer, key) do update
               set version = excluded.version, data = excluded.data, reason = excluded.reason,
                   aside_at = excluded.aside_at
            """)
        .params(
            buffer,
            value.key(),
            Long.parseLong(value.version()),
            value.data().getBytes(UTF_8),
            printable(reason))
        .update();
  }

  /** Of keys that were written at last. */
  void forget(String buffer, List<Buffer.Taken> written) {
    jdbc.sql("delete from write_behind_aside where buffer = ? and key = any (?)")
        .params(buffer, written.stream().map(Buffer.Taken::key).toArray(String[]::new))
        .update();
  }

  List<Row> oldest(String buffer, int limit) {
    return jdbc.sql(
            """
            select key, version, data, reason, aside_at from write_behind_aside
             where buffer = ? order by aside_at, key limit ?
            """)
        .params(buffer, limit)
        .query(AsideRows::row)
        .list();
  }

  Optional<Row> find(String buffer, String key) {
    return jdbc.sql(
            """
            select key, version, data, reason, aside_at from write_behind_aside
             where buffer = ? and key = ?
            """)
        .params(buffer, key)
        .query(AsideRows::row)
        .optional();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getString("key"),
        row.getLong("version"),
        new String(row.getBytes("data"), UTF_8),
        row.getString("reason"),
        row.getTimestamp("aside_at").toInstant());
  }

  void delete(String buffer, Row row) {
    jdbc.sql("delete from write_behind_aside where buffer = ? and key = ? and version = ?")
        .params(buffer, row.key(), row.version())
        .update();
  }

  /** What a text column takes: the reason may quote what it did not take. */
  private static String printable(String reason) {
    String text = reason.replace("\u0000", "\\0");
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
  }
}
