package dev.orrery.contracts;

import java.util.UUID;

public sealed interface PaymentReply extends Reply {

  record PaymentAuthorized(UUID orderId, UUID paymentId) implements PaymentReply {}

  /** {@code reason} is the provider's word: {@code card_declined}, {@code insufficient_funds}. */
  record PaymentDeclined(UUID orderId, String reason) implements PaymentReply {}

  record PaymentCaptured(UUID orderId, UUID paymentId) implements PaymentReply {}

  /** There is nothing to capture: never authorized, declined, or voided. No money has moved. */
  record CaptureRefused(UUID orderId, String reason) implements PaymentReply {}

  record AuthorizationVoided(UUID orderId) implements PaymentReply {}

  /** The money has been captured; an authorization can no longer be voided. */
  record VoidRefused(UUID orderId, String reason) implements PaymentReply {}

  record PaymentRefunded(UUID orderId, UUID paymentId) implements PaymentReply {}

  /** Nothing is captured, or not yet. The command may be sent again. */
  record RefundRefused(UUID orderId, String reason) implements PaymentReply {}
}
