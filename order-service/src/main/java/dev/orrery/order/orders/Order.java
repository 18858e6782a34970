package dev.orrery.order.orders;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.StockLine;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order. Immutable; its moves give the order as it is after them, one version further.
 *
 * @param reason why it was rejected, cancelled or abandoned
 * @param sagaId places it
 * @param cancellationSagaId takes it back, where that was begun
 * @param traceId the trace of the request that placed it
 */
public record Order(
    UUID id,
    UUID customerId,
    OrderState state,
    @Nullable String reason,
    int version,
    List<OrderLine> lines,
    Money total,
    String paymentMethod,
    UUID sagaId,
    @Nullable UUID cancellationSagaId,
    @Nullable String traceId,
    Instant placedAt,
    Instant updatedAt) {

  public static Order place(
      UUID id,
      UUID customerId,
      List<OrderLine> lines,
      String paymentMethod,
      UUID sagaId,
      @Nullable String traceId,
      Instant now) {
    return new Order(
        id,
        customerId,
        OrderState.PENDING,
        null,
        1,
        List.copyOf(lines),
        total(lines),
        paymentMethod,
        sagaId,
        null,
        traceId,
        now,
        now);
  }

  /** The sum of the lines, which are at least one. */
  public static Money total(List<OrderLine> lines) {
    return lines.stream().map(OrderLine::total).reduce(Money::plus).orElseThrow();
  }

  public List<StockLine> stockLines() {
    return lines.stream().map(OrderLine::stock).toList();
  }

  Order confirm(Instant now) {
    return move(Move.CONFIRM, null, now);
  }

  Order reject(String why, Instant now) {
    return move(Move.REJECT, why, now);
  }

  Order ship(Instant now) {
    return move(Move.SHIP, null, now);
  }

  Order cancel(String why, Instant now) {
    return move(Move.CANCEL, why, now);
  }

  Order close(Instant now) {
    return move(Move.CLOSE, reason, now);
  }

  Order abandon(String why, Instant now) {
    return move(Move.ABANDON, why, now);
  }

  private Order move(Move move, @Nullable String why, Instant now) {
    OrderState to =
        Lifecycle.after(state, move).orElseThrow(() -> new IllegalTransition(id, state, move));
    return new Order(
        id,
        customerId,
        to,
        why,
        version + 1,
        lines,
        total,
        paymentMethod,
        sagaId,
        cancellationSagaId,
        traceId,
        placedAt,
        now);
  }
}
