package dev.orrery.order.orders;

import dev.orrery.contracts.Money;
import dev.orrery.saga.runtime.SagaView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as its customer sees it, with its history and the steps of its sagas.
 *
 * @param saga places it
 * @param cancellation takes it back, where that was begun
 */
public record OrderView(
    UUID id,
    UUID customerId,
    OrderState state,
    @Nullable String reason,
    int version,
    List<OrderLine> lines,
    Money total,
    Instant placedAt,
    Instant updatedAt,
    @Nullable String traceId,
    List<Past> history,
    @Nullable SagaView saga,
    @Nullable SagaView cancellation) {

  static OrderView of(
      Order order, List<Past> history, @Nullable SagaView saga, @Nullable SagaView cancellation) {
    return new OrderView(
        order.id(),
        order.customerId(),
        order.state(),
        order.reason(),
        order.version(),
        order.lines(),
        order.total(),
        order.placedAt(),
        order.updatedAt(),
        order.traceId(),
        history,
        saga,
        cancellation);
  }
}
