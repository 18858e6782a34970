package dev.orrery.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class MoneyTest {
  private static final Money PRICE = new Money(1999, "EUR");

  @Test
  void addsAndMultipliesToTheCent() {
    assertThat(PRICE.plus(new Money(1, "EUR"))).isEqualTo(new Money(2000, "EUR"));
    assertThat(PRICE.times(3)).isEqualTo(new Money(5997, "EUR"));
    assertThat(PRICE.times(0)).isEqualTo(Money.zero("EUR"));
    assertThat(Money.zero("EUR").plus(PRICE)).isEqualTo(PRICE);
  }

  @Test
  void refusesWhatDoesNotFitInsteadOfWrappingAround() {
    var most = new Money(Long.MAX_VALUE, "EUR");
    assertThatThrownBy(() -> most.plus(new Money(1, "EUR")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
    assertThat(most.times(1)).isEqualTo(most);
  }

  @Test
  void refusesToAddAnotherCurrency() {
    assertThatThrownBy(() -> PRICE.plus(new Money(1999, "USD")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("USD")
        .hasMessageContaining("EUR");
  }

  @Test
  void isNeverNegative() {
    assertThatThrownBy(() -> new Money(-1, "EUR")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PRICE.times(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "euro", "eur", "EU", "ZZZ"})
  void isOfACurrencyThatExists(String currency) {
    assertThatThrownBy(() -> new Money(1, currency)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isShownInTheDigitsOfItsCurrency() {
    assertThat(PRICE).hasToString("19.99 EUR");
    assertThat(new Money(5, "EUR")).hasToString("0.05 EUR");
    assertThat(new Money(1999, "JPY")).hasToString("1999 JPY");
    assertThat(new Money(1999, "BHD")).hasToString("1.999 BHD");
    assertThat(new Money(7, "XXX")).hasToString("7 XXX");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\": -1, \"currency\": \"EUR\"}",
        "{\"amount\": 1, \"currency\": \"ZZZ\"}",
        "{\"amount\": 9223372036854775808, \"currency\": \"EUR\"}",
        "{\"currency\": \"EUR\"}"
      })
  void isNotReadFromWhatIsNoMoney(String text) {
    assertThatThrownBy(() -> JsonMapper.shared().readValue(text, Money.class))
        .isInstanceOf(JacksonException.class);
  }
}
