package dev.orrery.order.cart;

import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets abandoned carts; any number of instances may do so at once. */
@Component
class CartSweeper {
  private static final Duration THROWN_AWAY = Duration.ofDays(1);
  private static final int BATCH = 1_000;

  private final CartRows rows;
  private final CartProperties properties;

  CartSweeper(CartRows rows, CartProperties properties) {
    this.rows = rows;
    this.properties = properties;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
  void sweep() {
    int forgotten;
    do {
      forgotten = rows.forget(properties.retention(), THROWN_AWAY, BATCH);
    } while (forgotten == BATCH);
  }
}
