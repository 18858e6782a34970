package dev.orrery.benchmarks;

import dev.orrery.writebehind.BackingStore;
import dev.orrery.writebehind.Change;
import dev.orrery.writebehind.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A table of texts, written as a service writes its own. */
final class ValueTable implements BackingStore<String> {
  private final JdbcClient jdbc;

  ValueTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
    jdbc.sql("create table value (key text primary key, version bigint not null, body text)")
        .update();
  }

  @Override
  public Versioned<String> load(String key) {
    return jdbc.sql("select version, body from value where key = ?")
        .param(key)
        .query((row, _) ->
            new Versioned<>(row.getLong("version"), Optional.ofNullable(row.getString("body"))))
        .optional()
        .orElseGet(Versioned::never);
  }

  @Override
  public long newestVersion() {
    return jdbc.sql("select coalesce(max(version), 0) from value").query(Long.class).single();
  }

  /** Nobody else writes, so there is never a newer one. */
  @Override
  public Set<String> write(List<Change<String>> changes) {
    jdbc.sql(
            """
            insert into value as held (key, version, body)
            select * from unnest(?::text[], ?::bigint[], ?::text[])
            on conflict (key) do update set version = excluded.version, body = excluded.body
             where held.version < excluded.version
            """)
        .params(
            changes.stream().map(Change::key).toArray(String[]::new),
            changes.stream().map(Change::version).toArray(Long[]::new),
            changes.stream().map(change -> change.value().orElse(null)).toArray(String[]::new))
        .update();
    return Set.of();
  }
}
