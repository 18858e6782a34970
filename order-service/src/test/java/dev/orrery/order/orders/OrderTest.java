package dev.orrery.order.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.contracts.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Instant NOW = Instant.EPOCH;

  @Test
  void costsTheSumOfItsLines() {
    assertThat(pending().total()).isEqualTo(new Money(2 * 1_050 + 99, "EUR"));
  }

  @Test
  void isConfirmedOrRejectedOneVersionFurther() {
    assertThat(pending().confirm(NOW).state()).isEqualTo(OrderState.CONFIRMED);
    assertThat(pending().confirm(NOW).version()).isEqualTo(2);
    assertThat(pending().reject("out_of_stock", NOW).reason()).isEqualTo("out_of_stock");
  }

  @Test
  void makesNoMoveThatItsStateDoesNotAllow() {
    Order confirmed = pending().confirm(NOW);
    Order rejected = pending().reject("out_of_stock", NOW);
    assertThatThrownBy(() -> confirmed.reject("x", NOW)).isInstanceOf(IllegalTransition.class);
    assertThatThrownBy(() -> confirmed.confirm(NOW)).isInstanceOf(IllegalTransition.class);
    assertThatThrownBy(() -> rejected.confirm(NOW)).isInstanceOf(IllegalTransition.class);
    assertThatThrownBy(() -> rejected.ship(NOW)).isInstanceOf(IllegalTransition.class);
  }

  private static Order pending() {
    return Order.place(
        UUID.randomUUID(),
        UUID.randomUUID(),
        List.of(
            new OrderLine("A", "a", 2, new Money(1_050, "EUR")),
            new OrderLine("B", "b", 1, new Money(99, "EUR"))),
        "tok_visa",
        UUID.randomUUID(),
        null,
        NOW);
  }
}
