package dev.orrery.payment.authorization;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done at the provider for one version of a payment.
 *
 * @param attempts how often it was taken up, this time included
 * @param traceparent of the command that asked for it
 */
record Operation(Payment payment, int attempts, @Nullable String traceparent) {

  UUID orderId() {
    return payment.orderId();
  }

  Action action() {
    return payment
        .state()
        .underway()
        .orElseThrow(() -> new IllegalStateException("nothing is to be done for " + payment));
  }

  boolean isTakenUp() {
    return attempts > 0;
  }

  /** Whoever took it up before may have done it, and died before it could say so. */
  boolean mayHaveBeenDone() {
    return attempts > 1;
  }
}
