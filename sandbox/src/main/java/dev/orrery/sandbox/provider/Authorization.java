package dev.orrery.sandbox.provider;

import org.jspecify.annotations.Nullable;

/**
 * What the book says of one reference: the fold of its entries.
 *
 * @param token null for a reference that was reversed before it was ever authorized
 * @param charges how many captures there were; more than one is money taken twice
 * @param position end of its last entry in the journal
 */
record Authorization(
    String reference,
    Status status,
    @Nullable String declineReason,
    @Nullable String order,
    @Nullable String token,
    long amount,
    @Nullable String currency,
    int charges,
    long position) {

  enum Status {
    AUTHORIZED,
    DECLINED,
    CAPTURED,
    REVERSED,
    REFUNDED
  }

  static Authorization after(@Nullable Authorization before, Entry entry, long position) {
    return switch (entry.kind()) {
      case AUTHORIZATION -> opened(entry, Status.AUTHORIZED, position);
      case DECLINE -> opened(entry, Status.DECLINED, position);
      case REVERSAL ->
          before == null
              ? opened(entry, Status.REVERSED, position)
              : before.become(Status.REVERSED, before.charges, position);
      case CAPTURE -> {
        if (before == null) {
          throw new IllegalStateException("captured without authorization: " + entry.reference());
        }
        yield before.become(Status.CAPTURED, before.charges + 1, position);
      }
      case REFUND -> {
        if (before == null) {
          throw new IllegalStateException("refunded without authorization: " + entry.reference());
        }
        yield before.become(Status.REFUNDED, before.charges, position);
      }
    };
  }

  boolean isFor(AuthorizationRequest request) {
    return request.token().equals(token)
        && request.amount() == amount
        && request.currency().equals(currency);
  }

  long captured() {
    return charges * amount;
  }

  long refunded() {
    return status == Status.REFUNDED ? amount : 0;
  }

  private static Authorization opened(Entry entry, Status status, long position) {
    return new Authorization(
        entry.reference(),
        status,
        entry.reason(),
        entry.order(),
        entry.token(),
        entry.amount() == null ? 0 : entry.amount(),
        entry.currency(),
        0,
        position);
  }

  private Authorization become(Status next, int charges, long position) {
    return new Authorization(
        reference, next, declineReason, order, token, amount, currency, charges, position);
  }
}
