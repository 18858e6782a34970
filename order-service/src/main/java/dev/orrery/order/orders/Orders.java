package dev.orrery.order.orders;

import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import dev.orrery.web.Problems;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The orders. Each move locks the order and writes it, its history and its event in the caller's
 * transaction. Who moves both a saga and its order locks the saga first. Thread-safe.
 */
@Component
public class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private final OrderRows rows;
  private final Outbox outbox;
  private final Clock clock;

  Orders(OrderRows rows, Outbox outbox, Clock clock) {
    this.rows = rows;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void add(Order order) {
    rows.insert(order);
    publish(order);
  }

  /** Confirms an order that has been placed; false where it is being cancelled, and stays so. */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean confirm(UUID id) {
    Order order = toMove(id);
    if (order.state() == OrderState.CANCELLING) {
      return false;
    }
    save(order.confirm(clock.instant()));
    return true;
  }

  /** Ends an order that could not be placed: it is rejected, or cancelled if it is being that. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void reject(UUID id, String reason) {
    Order order = toMove(id);
    save(
        order.state() == OrderState.CANCELLING
            ? order.close(clock.instant())
            : order.reject(reason, clock.instant()));
  }

  /**
   * Hands a confirmed order to the carrier, in the caller's transaction or one of its own.
   *
   * @throws IllegalTransition where the order is not CONFIRMED
   * @throws org.springframework.web.ErrorResponseException 404 where there is no such order
   */
  @Transactional
  void ship(UUID id) {
    save(known(rows.lock(id), id).ship(clock.instant()));
  }

  /**
   * Begins to cancel an order; one that is being cancelled, or is cancelled, stays as it is.
   *
   * @return where the order was
   * @throws IllegalTransition where the order can not, or no longer, be cancelled
   * @throws org.springframework.web.ErrorResponseException 404 where there is no such order
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public OrderState cancel(UUID id, String reason) {
    Order order = known(rows.lock(id), id);
    switch (order.state()) {
      case CANCELLING, CANCELLED -> {}
      case PENDING, CONFIRMED, REJECTED, SHIPPED, ABANDONED ->
          save(order.cancel(reason, clock.instant()));
    }
    return order.state();
  }

  /**
   * Remembers which saga takes the order back.
   *
   * @throws IllegalStateException where another one does already
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void isTakenBackBy(UUID sagaId, UUID id) {
    if (!rows.rememberCancellation(id, sagaId)) {
      throw new IllegalStateException("the order " + id + " is taken back by another saga");
    }
  }

  /** Ends a cancellation: the money and the pieces are back. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void close(UUID id) {
    save(toMove(id).close(clock.instant()));
  }

  /**
   * Ends an order whose saga an operator has given up: nothing more is done for it by itself.
   *
   * @param reason the operator's
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void abandon(UUID id, String reason) {
    save(toMove(id).abandon(reason, clock.instant()));
  }

  private void save(Order order) {
    rows.update(order);
    publish(order);
  }

  private void publish(Order order) {
    log.info("Order {} is {}", order.id(), order.state());
    outbox.append(
        Outbound.event(
            Topics.ORDER_EVENTS, order.id().toString(), order.sagaId(), OrderEvents.of(order)));
  }

  private Order toMove(UUID id) {
    return rows.lock(id)
        .orElseThrow(() -> new IllegalStateException("there is no order " + id + " to move"));
  }

  private static Order known(Optional<Order> order, UUID id) {
    return order.orElseThrow(() -> Problems.notFound("There is no order " + id + "."));
  }

  /**
   * @throws org.springframework.web.ErrorResponseException 404 where there is no such order
   */
  public Order get(UUID id) {
    return known(rows.find(id), id);
  }

  /** Where an order is that is known to be there. */
  public OrderState state(UUID id) {
    return rows.state(id);
  }

  /** Newest first; {@code before} is the last id of the page before. */
  List<Order> page(
      @Nullable UUID customerId, @Nullable OrderState state, @Nullable UUID before, int limit) {
    return rows.page(customerId, state, before, limit);
  }

  List<Past> history(UUID id) {
    return rows.history(id);
  }
}
