package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A price as an operator writes it.
 *
 * @param amount minor units (cents), at most ten million euros' worth
 */
record Price(
    @NotNull @Min(0) @Max(1_000_000_000) Long amount,
    @NotNull @Pattern(regexp = "EUR", message = "must be EUR, the currency of the catalogue")
        String currency) {

  Money money() {
    return new Money(amount, currency);
  }
}
