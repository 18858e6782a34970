package dev.orrery.order.placement;

import dev.orrery.messaging.Ids;
import dev.orrery.messaging.MessageTraces;
import dev.orrery.order.orders.Order;
import dev.orrery.order.orders.OrderLine;
import dev.orrery.order.orders.Orders;
import dev.orrery.order.pricing.Prices;
import dev.orrery.order.pricing.Quote;
import dev.orrery.saga.runtime.Sagas;
import dev.orrery.web.Problems;
import dev.orrery.web.idempotency.IdempotencyKeys;
import dev.orrery.web.idempotency.IdempotentRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Accepts orders: in one transaction the order, its saga, its first command and the caller's key.
 */
@Component
public class OrderPlacement {
  private final Prices prices;
  private final Orders orders;
  private final Sagas sagas;
  private final PlaceOrderSaga placeOrder;
  private final IdempotencyKeys keys;
  private final Admission admission;
  private final MessageTraces traces;
  private final TransactionOperations transactions;
  private final Clock clock;

  OrderPlacement(
      Prices prices,
      Orders orders,
      Sagas sagas,
      PlaceOrderSaga placeOrder,
      IdempotencyKeys keys,
      Admission admission,
      MessageTraces traces,
      TransactionOperations transactions,
      Clock clock) {
    this.prices = prices;
    this.orders = orders;
    this.sagas = sagas;
    this.placeOrder = placeOrder;
    this.keys = keys;
    this.admission = admission;
    this.traces = traces;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The order of this request, new or of an earlier sending.
   *
   * @throws org.springframework.web.ErrorResponseException 409 or 422 for a key in use, 422 for an
   *     unknown product, 503 where prices cannot be had or too many orders are under way
   */
  public UUID place(IdempotentRequest key, OrderRequest request) {
    Optional<UUID> before = keys.resultOf(key).map(UUID::fromString);
    if (before.isPresent()) {
      return before.get();
    }
    admission.requireRoom();
    List<OrderLine> lines = price(request.quantities());
    UUID id = transactions.execute(status -> placeOnce(key, request, lines));
    admission.admitted();
    return id;
  }

  private UUID placeOnce(IdempotentRequest key, OrderRequest request, List<OrderLine> lines) {
    UUID id = Ids.next();
    Optional<String> before = keys.claim(key, id.toString());
    if (before.isPresent()) {
      return UUID.fromString(before.get());
    }
    add(id, request, lines);
    return id;
  }

  private void add(UUID id, OrderRequest request, List<OrderLine> lines) {
    var saga =
        new PlaceOrder(
            id,
            request.customerId(),
            lines.stream().map(OrderLine::stock).toList(),
            Order.total(lines),
            request.paymentMethod(),
            null);
    UUID sagaId = sagas.start(placeOrder, saga);
    orders.add(
        Order.place(
            id,
            request.customerId(),
            lines,
            request.paymentMethod(),
            sagaId,
            traces.currentTraceId(),
            clock.instant()));
  }

  private List<OrderLine> price(SequencedMap<String, Integer> quantities) {
    Map<String, Quote> quotes = prices.quote(quantities.keySet());
    List<OrderLine> lines = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    quantities.forEach((sku, quantity) -> {
      Quote quote = quotes.get(sku);
      if (quote == null) {
        unknown.add(sku);
      } else {
        lines.add(new OrderLine(sku, quote.name(), quantity, quote.price()));
      }
    });
    if (!unknown.isEmpty()) {
      throw Problems.unprocessable("There is no product " + String.join(", ", unknown) + ".");
    }
    return lines;
  }
}
