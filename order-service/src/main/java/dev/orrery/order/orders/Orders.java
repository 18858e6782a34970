package dev.orrery.order.orders;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.OrderEvent.OrderConfirmed;
import dev.orrery.contracts.OrderEvent.OrderPlaced;
import dev.orrery.contracts.OrderEvent.OrderRejected;
import dev.orrery.contracts.OrderEvent.OrderShipped;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import dev.orrery.web.Problems;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The orders. Each move writes the order, its history and its event in the caller's transaction.
 * Thread-safe.
 */
@Repository
public class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Outbox outbox;
  private final Clock clock;

  Orders(JdbcClient jdbc, JsonMapper json, Outbox outbox, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void add(Order order) {
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
    publish(order);
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void confirm(UUID id) {
    save(toMove(id).confirm(clock.instant()));
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void reject(UUID id, String reason) {
    save(toMove(id).reject(reason, clock.instant()));
  }

  /**
   * Hands a confirmed order to the carrier, in the caller's transaction or one of its own.
   *
   * @throws IllegalTransition where the order is not CONFIRMED
   * @throws org.springframework.web.ErrorResponseException 404 where there is no such order
   */
  @Transactional
  void ship(UUID id) {
    save(
        locked(id)
            .orElseThrow(() -> Problems.notFound("There is no order " + id + "."))
            .ship(clock.instant()));
  }

  private void save(Order order) {
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
    publish(order);
  }

  private void publish(Order order) {
    log.info("Order {} is {}", order.id(), order.state());
    outbox.append(
        Outbound.event(Topics.ORDER_EVENTS, order.id().toString(), order.sagaId(), event(order)));
  }

  private static OrderEvent event(Order order) {
    return switch (order.state()) {
      case PENDING ->
          new OrderPlaced(
              order.id(), order.version(), order.customerId(), order.stockLines(), order.total());
      case CONFIRMED ->
          new OrderConfirmed(
              order.id(), order.version(), order.customerId(), order.stockLines(), order.total());
      case REJECTED ->
          new OrderRejected(
              order.id(), order.version(), order.customerId(), String.valueOf(order.reason()));
      case SHIPPED -> new OrderShipped(order.id(), order.version(), order.customerId());
    };
  }

  private Order toMove(UUID id) {
    return locked(id)
        .orElseThrow(() -> new IllegalStateException("there is no order " + id + " to move"));
  }

  /** Whoever moves an order waits for who moves it now, and then sees where it has gone. */
  private Optional<Order> locked(UUID id) {
    return jdbc.sql("select * from orders where id = ? for update")
        .param(id)
        .query(this::order)
        .optional();
  }

  public Optional<Order> find(UUID id) {
    return jdbc.sql("select * from orders where id = ?").param(id).query(this::order).optional();
  }

  /** Where an order is that is known to be there. */
  public OrderState state(UUID id) {
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

  record Past(int version, OrderState state, @Nullable String reason, Instant at) {}

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
        row.getString("trace_id"),
        instant(row, "placed_at"),
        instant(row, "updated_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
