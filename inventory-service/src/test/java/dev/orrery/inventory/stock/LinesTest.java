package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.contracts.StockLine;
import dev.orrery.messaging.UnprocessableMessage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

  @Test
  void addsUpLinesOfTheSameProduct() {
    assertThat(of(new StockLine("MOON", 1), new StockLine("SUN", 3), new StockLine("MOON", 2)))
        .isEqualTo(of(new StockLine("SUN", 3), new StockLine("MOON", 3)))
        .extracting(Lines::quantities)
        .isEqualTo(Map.of("MOON", 3, "SUN", 3));
  }

  @Test
  void theSumOfAllThatIsAcceptedDoesNotOverflow() {
    List<StockLine> most =
        Collections.nCopies(Lines.MOST_LINES, new StockLine("SUN", Lines.MOST_PIECES));

    assertThat(Lines.of(most).quantities()).isEqualTo(Map.of("SUN", 1_000_000_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Lines.MOST_PIECES + 1, Integer.MAX_VALUE})
  void noOrderMeansAnAbsurdQuantity(int quantity) {
    assertThatThrownBy(() -> of(new StockLine("SUN", quantity)))
        .isInstanceOf(UnprocessableMessage.class);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a sku?", "NUL\0", "-SUN"})
  void noOrderMeansWhatIsNoSku(String sku) {
    assertThatThrownBy(() -> of(new StockLine(sku, 1))).isInstanceOf(UnprocessableMessage.class);
  }

  @Test
  @SuppressWarnings("NullAway") // what a sender may leave out
  void noOrderMeansNothingAtAllOrFarTooMuch() {
    for (List<StockLine> sent :
        List.of(
            List.<StockLine>of(),
            Collections.<StockLine>singletonList(null),
            Collections.nCopies(Lines.MOST_LINES + 1, new StockLine("SUN", 1)))) {
      assertThatThrownBy(() -> Lines.of(sent)).isInstanceOf(UnprocessableMessage.class);
    }
    assertThatThrownBy(() -> Lines.of(null)).isInstanceOf(UnprocessableMessage.class);
  }

  private static Lines of(StockLine... lines) {
    return Lines.of(List.of(lines));
  }
}
