package dev.orrery.sandbox.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the book: something that really happened to somebody's money. The capture's amount is
 * a charge; a refund gives it back.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Entry(
    Kind kind,
    String reference,
    Instant at,
    String idempotencyKey,
    @Nullable String order,
    @Nullable String token,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String reason) {

  enum Kind {
    AUTHORIZATION,
    DECLINE,
    CAPTURE,
    REVERSAL,
    REFUND
  }
}
