package dev.orrery.order.orders;

import dev.orrery.contracts.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Orders and their history in Postgres; an order and its line of history are one statement. */
@Repository
class OrderRows {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  OrderRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void insert(Order order) {
    jdbc.sql(
            """
            with placed as (
              insert into orders (id, customer_id, state, reason, version, lines, total_amount,
                                  currency, payment_method, saga_id, trace_id, placed_at, updated_at)
              values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)
              returning id, version, state, reason, updated_at)
            insert into order_history (order_id, version, state, reason, at) select * from placed
            """)
        .params(
            Arrays.asList(
                order.id(),
                order.customerId(),
                order.state().name(),
                order.reason(),
                order.version(),
                json.writeValueAsString(order.lines()),
                order.total().amount(),
                order.total().currency(),
                order.paymentMethod(),
                order.sagaId(),
                order.traceId(),
                Timestamp.from(order.placedAt()),
                Timestamp.from(order.updatedAt())))
        .update();
  }

  /**
   * @throws OptimisticLockingFailureException when the version before is not the one written last
   */
  void update(Order order) {
    int written =
        jdbc.sql(
                """
                with moved as (
                  update orders set state = ?, reason = ?, version = ?, updated_at = ?
                   where id = ? and version = ?
                  returning id, version, state, reason, updated_at)
                insert into order_history (order_id, version, state, reason, at)
                select * from moved
                """)
            .params(
                Arrays.asList(
                    order.state().name(),
                    order.reason(),
                    order.version(),
                    Timestamp.from(order.updatedAt()),
                    order.id(),
                    order.version() - 1))
            .update();
    if (written != 1) {
      throw new OptimisticLockingFailureException("the order " + order.id() + " has moved on");
    }
  }

  /** Names the saga that takes the order back; false where one is named already. */
  boolean rememberCancellation(UUID id, UUID sagaId) {
    return jdbc.sql(
                "update orders set cancellation_saga_id = ? where id = ?"
                    + " and cancellation_saga_id is null")
            .params(sagaId, id)
            .update()
        == 1;
  }

  /** Whoever moves an order waits for who moves it now, and then sees where it has gone. */
  Optional<Order> lock(UUID id) {
    return jdbc.sql("select * from orders where id = ? for update")
        .param(id)
        .query(this::order)
        .optional();
  }

  Optional<Order> find(UUID id) {
    return jdbc.sql("select * from orders where id = ?").param(id).query(this::order).optional();
  }

  OrderState state(UUID id) {
    return jdbc.sql("select state from orders where id = ?")
        .param(id)
        .query(OrderState.class)
        .single();
  }

  /** Newest first; {@code before} is the last id of the page before. */
  List<Order> page(
      @Nullable UUID customerId, @Nullable OrderState state, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select * from orders
             where (?::uuid is null or customer_id = ?::uuid)
               and (?::text is null or state = ?::text)
               and (?::uuid is null or id < ?::uuid)
             order by id desc limit ?
            """)
        .params(
            Arrays.asList(customerId, customerId, name(state), name(state), before, before, limit))
        .query(this::order)
        .list();
  }

  List<Past> history(UUID id) {
    return jdbc.sql(
            """
            select version, state, reason, at from order_history where order_id = ? order by version
            """)
        .param(id)
        .query((row, n) ->
            new Past(
                row.getInt("version"),
                OrderState.valueOf(row.getString("state")),
                row.getString("reason"),
                instant(row, "at")))
        .list();
  }

  private static @Nullable String name(@Nullable OrderState state) {
    return state == null ? null : state.name();
  }

  private Order order(ResultSet row, int n) throws SQLException {
    return new Order(
        row.getObject("id", UUID.class),
        row.getObject("customer_id", UUID.class),
        OrderState.valueOf(row.getString("state")),
        row.getString("reason"),
        row.getInt("version"),
        List.of(json.readValue(row.getString("lines"), OrderLine[].class)),
        new Money(row.getLong("total_amount"), row.getString("currency")),
        row.getString("payment_method"),
        row.getObject("saga_id", UUID.class),
        row.getObject("cancellation_saga_id", UUID.class),
        row.getString("trace_id"),
        instant(row, "placed_at"),
        instant(row, "updated_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
