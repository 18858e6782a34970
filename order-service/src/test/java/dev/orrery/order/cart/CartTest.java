package dev.orrery.order.cart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CartTest {
  private final UUID order = UUID.randomUUID();
  private final UUID next = UUID.randomUUID();
  private final Cart cart =
      Cart.empty(UUID.randomUUID(), UUID.randomUUID()).with("B", 2).with("A", 1);

  @Test
  void aQuantityIsSetAndNotAdded() {
    assertThat(cart.with("B", 5).lines()).containsExactly(Map.entry("B", 5), Map.entry("A", 1));
    assertThat(cart.without("B").lines()).containsExactly(Map.entry("A", 1));
    assertThat(cart.without("C")).isEqualTo(cart);
  }

  @Test
  void whatCameInWhileTheOrderWasMadeStays() {
    Cart after = cart.with("B", 5).with("C", 1).ordered(order, Map.of("B", 2, "A", 1), next);

    assertThat(after.lines()).containsExactly(Map.entry("B", 3), Map.entry("C", 1));
    assertThat(after.lastOrder()).isEqualTo(order);
    assertThat(after.checkout()).isEqualTo(next);
  }

  @Test
  void isReadAsItWasWritten() {
    var json = new JsonMapper();
    Cart read = json.readValue(json.writeValueAsString(cart), Cart.class);

    assertThat(read).isEqualTo(cart);
    assertThat(new LinkedHashMap<>(read.lines()))
        .containsExactly(Map.entry("B", 2), Map.entry("A", 1));
  }
}
