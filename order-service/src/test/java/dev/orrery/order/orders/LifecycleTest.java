package dev.orrery.order.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

  @ParameterizedTest
  @CsvSource({
    "PENDING, CONFIRM, CONFIRMED",
    "PENDING, REJECT, REJECTED",
    "PENDING, SHIP,",
    "PENDING, CANCEL, CANCELLING",
    "PENDING, CLOSE,",
    "CONFIRMED, CONFIRM,",
    "CONFIRMED, REJECT,",
    "CONFIRMED, SHIP, SHIPPED",
    "CONFIRMED, CANCEL, CANCELLING",
    "CONFIRMED, CLOSE,",
    "REJECTED, CONFIRM,",
    "REJECTED, REJECT,",
    "REJECTED, SHIP,",
    "REJECTED, CANCEL,",
    "REJECTED, CLOSE,",
    "SHIPPED, CONFIRM,",
    "SHIPPED, REJECT,",
    "SHIPPED, SHIP,",
    "SHIPPED, CANCEL,",
    "SHIPPED, CLOSE,",
    "CANCELLING, CONFIRM,",
    "CANCELLING, REJECT,",
    "CANCELLING, SHIP,",
    "CANCELLING, CANCEL,",
    "CANCELLING, CLOSE, CANCELLED",
    "CANCELLED, CONFIRM,",
    "CANCELLED, REJECT,",
    "CANCELLED, SHIP,",
    "CANCELLED, CANCEL,",
    "CANCELLED, CLOSE,",
    "PENDING, ABANDON, ABANDONED",
    "CONFIRMED, ABANDON,",
    "REJECTED, ABANDON,",
    "SHIPPED, ABANDON,",
    "CANCELLING, ABANDON, ABANDONED",
    "CANCELLED, ABANDON,",
    "ABANDONED, CONFIRM,",
    "ABANDONED, REJECT,",
    "ABANDONED, SHIP,",
    "ABANDONED, CANCEL,",
    "ABANDONED, CLOSE,",
    "ABANDONED, ABANDON,"
  })
  void eachMoveLeadsWhereTheTableSaysOrNowhere(OrderState from, Move move, OrderState to) {
    assertThat(Lifecycle.after(from, move).orElse(null)).isEqualTo(to);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllowedIsWhatLeadsSomewhere(OrderState state) {
    assertThat(Lifecycle.allowed(state))
        .allMatch(move -> Lifecycle.after(state, move).isPresent())
        .hasSize(
            (int)
                List.of(Move.values()).stream()
                    .filter(move -> Lifecycle.after(state, move).isPresent())
                    .count());
  }

  @Test
  void movesAreNamedInTheOrderOfALife() {
    assertThat(Lifecycle.allowed(OrderState.PENDING))
        .containsExactly(Move.CONFIRM, Move.REJECT, Move.CANCEL, Move.ABANDON);
  }
}
