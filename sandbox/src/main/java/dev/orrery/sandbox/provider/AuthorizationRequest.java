package dev.orrery.sandbox.provider;

import java.util.Currency;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant asks for.
 *
 * @param reference the merchant's own name for this payment
 * @param order what it is paid for, for the eyes of people and tests; optional
 * @param amount minor units
 */
record AuthorizationRequest(
    String reference, @Nullable String order, String token, long amount, String currency) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  AuthorizationRequest {
    requireName("reference", reference);
    requireName("token", token);
    if (order != null) {
      requireName("order", order);
    }
    if (amount < 1) {
      throw Refusal.invalid("amount must be at least 1 minor unit, not " + amount);
    }
    requireCurrency(currency);
  }

  static String requireName(String field, @Nullable String value) {
    if (value == null || !NAME.matcher(value).matches()) {
      throw Refusal.invalid(field + " must be 1 to 64 letters, digits, '-' or '_'");
    }
    return value;
  }

  private static void requireCurrency(@Nullable String code) {
    try {
      Currency.getInstance(Objects.requireNonNullElse(code, ""));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("currency must be an ISO 4217 code such as EUR");
    }
  }
}
