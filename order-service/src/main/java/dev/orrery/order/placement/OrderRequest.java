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
public record OrderRequest(
    @NotNull UUID customerId,
    @NotEmpty @Size(max = OrderRequest.MOST_LINES) List<@NotNull @Valid Line> lines,
    @NotNull @Pattern(regexp = OrderRequest.TOKEN, message = OrderRequest.TOKEN_MESSAGE)
        String paymentMethod) {

  public static final int MOST_LINES = 50;
  public static final int MOST_OF_ONE = 1000;

  public static final String SKU = "[A-Za-z0-9._-]{1,64}";
  public static final String SKU_MESSAGE =
      "must be up to 64 letters, digits, dots, dashes and underscores";
  public static final String TOKEN = "tok_[a-z0-9_]{1,60}";
  public static final String TOKEN_MESSAGE = "must be a token such as tok_visa";

  /** So many pieces of one product. */
  public record Line(
      @NotNull @Pattern(regexp = SKU, message = SKU_MESSAGE) String sku,
      @NotNull @Min(1) @Max(MOST_OF_ONE) Integer quantity) {}

  /** How many of each product, in the order they were named first. */
  SequencedMap<String, Integer> quantities() {
    var quantities = new LinkedHashMap<String, Integer>();
    lines.forEach(line -> quantities.merge(line.sku(), line.quantity(), Math::addExact));
    return quantities;
  }
}
