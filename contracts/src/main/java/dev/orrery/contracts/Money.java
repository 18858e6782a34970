package dev.orrery.contracts;

import java.util.Currency;

/**
 * An amount in the minor units of its currency (cents), never negative. Arithmetic is exact: an
 * overflow or a mix of currencies is an {@link ArithmeticException}.
 *
 * @param amount minor units, at least 0
 * @param currency ISO 4217 code
 */
public record Money(long amount, String currency) {

  public Money {
    if (amount < 0) {
      throw new IllegalArgumentException(
          "an amount of money is not negative, this one is " + amount);
    }
    Currency.getInstance(currency);
  }

  public static Money zero(String currency) {
    return new Money(0, currency);
  }

  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new ArithmeticException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(amount, other.amount), currency);
  }

  public Money times(int quantity) {
    return new Money(Math.multiplyExact(amount, quantity), currency);
  }

  /** For people: {@code 19.99 EUR}. */
  @Override
  public String toString() {
    int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    return java.math.BigDecimal.valueOf(amount, digits).toPlainString() + " " + currency;
  }
}
