package dev.orrery.payment.authorization;

import dev.orrery.contracts.PaymentCommand;

/** What can be asked for a payment, and done about it at the provider. */
enum Action {
  AUTHORIZE,
  CAPTURE,
  VOID,
  REFUND;

  static Action of(PaymentCommand command) {
    return switch (command) {
      case PaymentCommand.AuthorizePayment _ -> AUTHORIZE;
      case PaymentCommand.CapturePayment _ -> CAPTURE;
      case PaymentCommand.VoidAuthorization _ -> VOID;
      case PaymentCommand.RefundPayment _ -> REFUND;
    };
  }
}
