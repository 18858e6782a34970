package dev.orrery.order.orders;

import dev.orrery.saga.runtime.Sagas;
import dev.orrery.web.Problems;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Orders as they are shown. */
@Component
public class OrderViews {
  private final Orders orders;
  private final Sagas sagas;

  OrderViews(Orders orders, Sagas sagas) {
    this.orders = orders;
    this.sagas = sagas;
  }

  /**
   * @throws org.springframework.web.ErrorResponseException 404 where there is no such order
   */
  public OrderView get(UUID id) {
    return find(id).orElseThrow(() -> Problems.notFound("There is no order " + id + "."));
  }

  private Optional<OrderView> find(UUID id) {
    return orders
        .find(id)
        .map(order ->
            OrderView.of(order, orders.history(id), sagas.find(order.sagaId()).orElse(null)));
  }
}
