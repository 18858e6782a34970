package dev.orrery.payment.provider;

import dev.orrery.contracts.Money;
import org.jspecify.annotations.Nullable;

/**
 * How a payment stands in the provider's book.
 *
 * @param amount null where the provider has not been told one
 */
public record Standing(Status status, @Nullable String declineReason, @Nullable Money amount) {

  public static final Standing UNKNOWN = new Standing(Status.UNKNOWN, null, null);

  public enum Status {
    /** The provider has never heard of it. */
    UNKNOWN,
    AUTHORIZED,
    DECLINED,
    CAPTURED,
    REVERSED,
    REFUNDED
  }

  public static Standing declined(String reason) {
    return new Standing(Status.DECLINED, reason, null);
  }
}
