package dev.orrery.inventory.stock;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The reservations as Postgres has them. */
@Component
final class Reservations {
  private final JdbcClient jdbc;
  private final ReservationRows rows;

  Reservations(JdbcClient jdbc, ReservationRows rows) {
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /** Until the transaction ends nobody else changes these; locked in one order by everyone. */
  List<Reservation> lock(Collection<UUID> orders) {
    return jdbc.sql(
            """
            select order_id, version, state, lines, expires_at, refusal from reservation
             where order_id = any(?::uuid[]) order by order_id for no key update
            """)
        .param(orders.stream().map(UUID::toString).toArray(String[]::new))
        .query(rows)
        .list();
  }

  /** Overdue ones, oldest first; those that somebody is working on are left to them. */
  List<Reservation> lockOverdue(Instant now, int limit) {
    return jdbc.sql(
            """
            select order_id, version, state, lines, expires_at, refusal from reservation
             where state = 'RESERVED' and expires_at <= ?
             order by expires_at limit ? for no key update skip locked
            """)
        .param(utc(now))
        .param(limit)
        .query(rows)
        .list();
  }

  /**
   * Inserts what is new and updates what was found.
   *
   * @throws StockMoved when a row is no longer in the version it was read in
   */
  void save(List<Reservation> changed, Instant now) {
    insert(changed.stream().filter(reservation -> reservation.version() == 0).toList(), now);
    update(changed.stream().filter(reservation -> reservation.version() > 0).toList(), now);
  }

  // In order, and with no "on conflict": two that insert the same orders at the same time wait for
  // each other in one direction only, and the later one starts again and finds the row.
  private void insert(List<Reservation> unheard, Instant now) {
    if (unheard.isEmpty()) {
      return;
    }
    bind(
            jdbc.sql(
                """
                insert into reservation
                       (order_id, version, state, lines, expires_at, refusal, created_at, updated_at)
                select order_id, 1, state, lines::jsonb, expires_at, refusal::jsonb, now, now
                  from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
                       as row (order_id, state, lines, expires_at, refusal),
                       cast(? as timestamptz) as now
                 order by order_id
                """),
            unheard)
        .param(utc(now))
        .update();
  }

  private void update(List<Reservation> known, Instant now) {
    if (known.isEmpty()) {
      return;
    }
    int updated =
        bind(
                jdbc.sql(
                    """
                    update reservation
                       set version = reservation.version + 1, state = row.state,
                           lines = row.lines::jsonb, expires_at = row.expires_at,
                           refusal = row.refusal::jsonb, updated_at = now
                      from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::int[])
                           as row (order_id, state, lines, expires_at, refusal, version),
                           cast(? as timestamptz) as now
                     where reservation.order_id = row.order_id
                       and reservation.version = row.version
                    """),
                known)
            .param(known.stream().mapToInt(Reservation::version).toArray())
            .param(utc(now))
            .update();
    if (updated != known.size()) {
      throw new StockMoved(
          "%d of %d reservations refused".formatted(known.size() - updated, known.size()));
    }
  }

  private JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, List<Reservation> reservations) {
    return statement
        .param(column(reservations, reservation -> reservation.orderId().toString()))
        .param(column(reservations, reservation -> rows.state(reservation.state())))
        .param(column(reservations, reservation -> rows.lines(reservation.state())))
        .param(column(reservations, reservation -> rows.expiresAt(reservation.state())))
        .param(column(reservations, reservation -> rows.refusal(reservation.state())));
  }

  private static @Nullable String[] column(
      List<Reservation> reservations, Function<Reservation, @Nullable String> column) {
    return reservations.stream().map(column).toArray(String[]::new);
  }

  long countOpen() {
    return jdbc.sql("select count(*) from reservation where state = 'RESERVED'")
        .query(Long.class)
        .single();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
