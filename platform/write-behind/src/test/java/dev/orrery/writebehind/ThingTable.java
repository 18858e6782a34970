package dev.orrery.writebehind;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A table as a service would have it, which does not take everything. */
final class ThingTable implements BackingStore<Thing> {
  static final String REFUSED = "refused";

  private final JdbcClient jdbc;
  private final String table;

  private ThingTable(JdbcClient jdbc, String table) {
    this.jdbc = jdbc;
    this.table = table;
  }

  static ThingTable existing(JdbcClient jdbc, String name) {
    return new ThingTable(jdbc, name);
  }

  static ThingTable create(JdbcClient jdbc, String name) {
    jdbc.sql(
            """
            create table %s (
              key text primary key, version bigint not null,
              body text constraint %s_body check (body <> 'refused'))
            """
                .formatted(name, name))
        .update();
    return existing(jdbc, name);
  }

  @Override
  public Versioned<Thing> load(String key) {
    return jdbc.sql("select version, body from " + table + " where key = ?")
        .param(key)
        .query((row, _) ->
            new Versioned<>(
                row.getLong("version"), Optional.ofNullable(row.getString("body")).map(Thing::new)))
        .optional()
        .orElseGet(Versioned::never);
  }

  @Override
  public long newestVersion() {
    return jdbc.sql("select coalesce(max(version), 0) from " + table).query(Long.class).single();
  }

  @Override
  public Set<String> write(List<Change<Thing>> changes) {
    String[] keys = changes.stream().map(Change::key).toArray(String[]::new);
    Long[] versions = changes.stream().map(Change::version).toArray(Long[]::new);
    String[] bodies =
        changes.stream()
            .map(change -> change.value().map(Thing::body).orElse(null))
            .toArray(String[]::new);
    jdbc.sql(
            """
            insert into %s as held (key, version, body)
            select * from unnest(?::text[], ?::bigint[], ?::text[])
            on conflict (key) do update set version = excluded.version, body = excluded.body
             where held.version < excluded.version
            """
                .formatted(table))
        .params(keys, versions, bodies)
        .update();
    return new HashSet<>(
        jdbc.sql(
                """
                select held.key from %s held
                  join unnest(?::text[], ?::bigint[]) as ours (key, version) using (key)
                 where held.version > ours.version
                """
                    .formatted(table))
            .params(keys, versions)
            .query(String.class)
            .list());
  }

  void takeEverything() {
    jdbc.sql("alter table %s drop constraint %s_body".formatted(table, table)).update();
  }

  void setVersion(String key, long version) {
    jdbc.sql("update " + table + " set version = ? where key = ?").params(version, key).update();
  }

  /** Removed values are not in it. */
  Map<String, String> bodies() {
    var bodies = new HashMap<String, String>();
    jdbc.sql("select key, body from " + table + " where body is not null")
        .query((row, _) -> bodies.put(row.getString("key"), row.getString("body")))
        .list();
    return bodies;
  }
}
