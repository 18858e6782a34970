package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.shop.Answer;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A cart through the gateway, from its first product to its order. */
class CartIT {
  private final Shop shop = new Shop(Deployment.current());
  private final UUID customer = UUID.randomUUID();
  private final String cart = "/api/carts/" + UUID.randomUUID();

  @Test
  void aCartBecomesOneOrderHoweverOftenItIsCheckedOut() {
    send("PUT", "/items/ORR-1017", "{\"quantity\":2}").expect(200);
    send("PUT", "/items/ORR-1018", "{\"quantity\":1}").expect(200);
    send("DELETE", "/items/ORR-1018", "").expect(200);

    Order order = checkOut().as(Order.class);
    Order again = checkOut().as(Order.class);

    assertThat(again.id()).isEqualTo(order.id());
    assertThat(shop.ended(order.id()).state()).isEqualTo(Order.State.CONFIRMED);
    assertThat(shop.ordersOf(customer)).hasSize(1);
  }

  private Answer checkOut() {
    return send("POST", "/checkout", "{\"paymentMethod\":\"tok_visa\"}").expect(202);
  }

  private Answer send(String method, String path, String body) {
    return shop.http()
        .send(
            method,
            cart + path + "?customerId=" + customer,
            body,
            "Content-Type",
            "application/json");
  }
}
