package dev.orrery.contracts;

import java.util.UUID;

/** Money is taken in two moves: authorized (try), then captured (confirm) or voided (cancel). */
public sealed interface PaymentCommand extends Command {

  /** {@code paymentMethod} is the provider's token for a card, such as {@code tok_visa}. */
  record AuthorizePayment(UUID orderId, UUID customerId, Money amount, String paymentMethod)
      implements PaymentCommand {}

  record CapturePayment(UUID orderId) implements PaymentCommand {}

  /** Ends the authorization; of an order never seen, forbids the authorization that comes late. */
  record VoidAuthorization(UUID orderId) implements PaymentCommand {}

  /** Gives back all that was captured. */
  record RefundPayment(UUID orderId) implements PaymentCommand {}
}
