package dev.orrery.order.placement;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * What a customer asks for. There are no prices in it.
 *
 * @param paymentMethod the payment provider's token for a card
 */
record OrderRequest(
    @NotNull UUID customerId,
    @NotEmpty @Size(max = 50) List<@NotNull @Valid Line> lines,
    @NotNull @Pattern(regexp = "tok_[a-z0-9_]{1,60}", message = "must be a token such as tok_visa")
        String paymentMethod) {

  record Line(
      @NotNull
          @Pattern(
              regexp = "[A-Za-z0-9._-]{1,64}",
              message = "must be up to 64 letters, digits, dots, dashes and underscores")
          String sku,
      @NotNull @Min(1) @Max(1000) Integer quantity) {}

  /** How many of each product, in the order they were named first. */
  SequencedMap<String, Integer> quantities() {
    var quantities = new LinkedHashMap<String, Integer>();
    lines.forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
    return quantities;
  }
}
