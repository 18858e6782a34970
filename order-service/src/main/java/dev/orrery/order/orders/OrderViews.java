package dev.orrery.order.orders;

import dev.orrery.saga.runtime.SagaView;
import dev.orrery.saga.runtime.Sagas;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    Order order = orders.get(id);
    return OrderView.of(
        order, orders.history(id), saga(order.sagaId()), saga(order.cancellationSagaId()));
  }

  private @Nullable SagaView saga(@Nullable UUID id) {
    return id == null ? null : sagas.find(id).orElse(null);
  }
}
