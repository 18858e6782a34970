package dev.orrery.payment.authorization;

import static dev.orrery.payment.authorization.Columns.column;

import dev.orrery.contracts.Money;
import dev.orrery.payment.authorization.Batch.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Payments with their history, a whole batch a statement. */
@Component
final class DossierRows {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  DossierRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * The orders that have a payment; nobody else decides about them before this transaction ends.
   */
  Map<UUID, Dossier> lock(Collection<UUID> orderIds) {
    UUID[] orders = orderIds.stream().distinct().toArray(UUID[]::new);
    // Named for both tables: else a plan made while no operation was open merges with all of the
    // second one's index, which is full of what has been deleted since.
    return byOrder(
        jdbc.sql(
                """
                select p.order_id, p.payment_id, p.amount, p.currency, p.token, p.state, p.reason,
                       p.version, o.waiting
                  from payment p
                  left join provider_operation o
                    on o.order_id = p.order_id and o.order_id = any(?)
                 where p.order_id = any(?) order by p.order_id for update of p
                """)
            .params(orders, orders));
  }

  /** Authorizations of that age by the database's clock, the oldest first, that nobody holds. */
  Map<UUID, Dossier> lockOverdue(Duration ttl, int atMost) {
    return byOrder(
        jdbc.sql(
                """
                select p.order_id, p.payment_id, p.amount, p.currency, p.token, p.state, p.reason,
                       p.version, null as waiting
                  from payment p
                 where p.state = 'AUTHORIZED'
                   and p.updated_at <= clock_timestamp() - make_interval(secs => ?)
                 order by p.updated_at limit ? for update skip locked
                """)
            .params(ttl.toNanos() / 1e9, atMost));
  }

  private Map<UUID, Dossier> byOrder(StatementSpec statement) {
    return statement.query(this::dossier).stream()
        .collect(Collectors.toMap(Dossier::orderId, Function.identity()));
  }

  void write(List<Change> changes) {
    open(changes.stream().filter(Change::opens).map(Change::after).toList());
    advance(changes.stream().filter(change -> change.moves() && !change.opens()).toList());
  }

  private void open(List<Dossier> opened) {
    if (opened.isEmpty()) {
      return;
    }
    var rows = opened.stream().map(Dossier::requirePayment).toList();
    jdbc.sql(
            """
            with opened as (
              insert into payment
                  (order_id, payment_id, amount, currency, token, state, reason, version)
              select * from unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[],
                                   ?::text[], ?::text[], ?::int[])
              returning order_id, version, state, reason, updated_at)
            insert into payment_history (order_id, version, state, reason, at)
            select order_id, version, state, reason, updated_at from opened
            """)
        .params(
            column(rows, UUID[]::new, Payment::orderId),
            column(rows, UUID[]::new, Payment::paymentId),
            column(rows, Long[]::new, p -> p.terms() == null ? null : p.terms().amount().amount()),
            column(
                rows, String[]::new, p -> p.terms() == null ? null : p.terms().amount().currency()),
            column(rows, String[]::new, p -> p.terms() == null ? null : p.terms().token()),
            column(rows, String[]::new, p -> p.state().name()),
            column(rows, String[]::new, Payment::reason),
            column(rows, Integer[]::new, Payment::version))
        .update();
  }

  private void advance(List<Change> moved) {
    if (moved.isEmpty()) {
      return;
    }
    var rows = moved.stream().map(change -> change.after().requirePayment()).toList();
    int written =
        jdbc.sql(
                """
                with advanced as (
                  update payment p
                     set state = n.state, reason = n.reason, version = n.version,
                         updated_at = clock_timestamp()
                    from unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::int[])
                         as n (order_id, was, state, reason, version)
                   where p.order_id = n.order_id and p.version = n.was
                  returning p.order_id, p.version, p.state, p.reason, p.updated_at)
                insert into payment_history (order_id, version, state, reason, at)
                select order_id, version, state, reason, updated_at from advanced
                """)
            .params(
                column(rows, UUID[]::new, Payment::orderId),
                column(moved, Integer[]::new, change -> change.before().version()),
                column(rows, String[]::new, p -> p.state().name()),
                column(rows, String[]::new, Payment::reason),
                column(rows, Integer[]::new, Payment::version))
            .update();
    if (written != moved.size()) {
      throw new OptimisticLockingFailureException(
          "a payment has changed in spite of its lock: %d of %d".formatted(written, moved.size()));
    }
  }

  private Dossier dossier(ResultSet row, int number) throws SQLException {
    String waiting = row.getString("waiting");
    Payment payment = payment(row);
    return new Dossier(
        payment.orderId(),
        payment,
        waiting == null ? List.of() : List.of(json.readValue(waiting, Waiting[].class)),
        null);
  }

  static Payment payment(ResultSet row) throws SQLException {
    return new Payment(
        row.getObject("order_id", UUID.class),
        row.getObject("payment_id", UUID.class),
        terms(row),
        State.valueOf(row.getString("state")),
        row.getString("reason"),
        row.getInt("version"));
  }

  private static @Nullable Terms terms(ResultSet row) throws SQLException {
    String token = row.getString("token");
    return token == null
        ? null
        : new Terms(new Money(row.getLong("amount"), row.getString("currency")), token);
  }
}
