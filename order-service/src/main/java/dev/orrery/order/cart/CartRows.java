package dev.orrery.order.cart;

import dev.orrery.writebehind.BackingStore;
import dev.orrery.writebehind.Change;
import dev.orrery.writebehind.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carts in Postgres, where they end up; what is newer is in Redis. */
@Component
class CartRows implements BackingStore<Cart> {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  CartRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  @Override
  public Versioned<Cart> load(String id) {
    return jdbc.sql("select version, cart from cart where id = ?::uuid")
        .param(id)
        .query((row, _) -> new Versioned<>(row.getLong("version"), cart(row.getString("cart"))))
        .optional()
        .orElseGet(Versioned::never);
  }

  private Optional<Cart> cart(@Nullable String text) {
    return Optional.ofNullable(text).map(cart -> json.readValue(cart, Cart.class));
  }

  @Override
  public long newestVersion() {
    return jdbc.sql("select coalesce(max(version), 0) from cart").query(Long.class).single();
  }

  @Override
  public Set<String> write(List<Change<Cart>> changes) {
    UUID[] ids = changes.stream().map(change -> UUID.fromString(change.key())).toArray(UUID[]::new);
    Long[] versions = changes.stream().map(Change::version).toArray(Long[]::new);
    String[] carts =
        changes.stream()
            .map(change -> change.value().map(json::writeValueAsString).orElse(null))
            .toArray(String[]::new);
    jdbc.sql(
            """
            insert into cart as held (id, version, cart)
            select id, version, cart::json
              from unnest(?::uuid[], ?::bigint[], ?::text[]) as ours (id, version, cart)
            on conflict (id) do update
               set version = excluded.version, cart = excluded.cart,
                   changed_at = excluded.changed_at
             where held.version < excluded.version
            """)
        .params(ids, versions, carts)
        .update();
    return jdbc
        .sql(
            """
            select held.id
              from cart held
              join unnest(?::uuid[], ?::bigint[]) as ours (id, version) using (id)
             where held.version > ours.version
            """)
        .params(ids, versions)
        .query(UUID.class)
        .list()
        .stream()
        .map(UUID::toString)
        .collect(Collectors.toSet());
  }

  /** What nobody has touched for so long, and what was thrown away a while ago. */
  int forget(Duration untouched, Duration thrownAway, int limit) {
    return jdbc.sql(
            """
            delete from cart where id in (
              select id from cart
               where changed_at < clock_timestamp() - make_interval(secs => ?)
                  or (cart is null and changed_at < clock_timestamp() - make_interval(secs => ?))
               limit ?)
            """)
        .params((double) untouched.toSeconds(), (double) thrownAway.toSeconds(), limit)
        .update();
  }
}
