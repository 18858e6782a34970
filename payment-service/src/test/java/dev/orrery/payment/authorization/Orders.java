package dev.orrery.payment.authorization;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.ReplyAddress;
import dev.orrery.payment.provider.Standing;
import dev.orrery.payment.provider.Standing.Status;
import java.util.UUID;

/** One order and what happens to it. */
final class Orders {
  static final String EURO = "EUR";
  static final UUID ORDER = Ids.next();
  static final UUID PAYMENT = Ids.next();
  static final Money AMOUNT = new Money(1999, EURO);

  private Orders() {}

  static PaymentCommand authorize() {
    return authorize(AMOUNT);
  }

  static PaymentCommand authorize(Money amount) {
    return new AuthorizePayment(ORDER, new UUID(0, 1), amount, "tok_visa");
  }

  static PaymentCommand capture() {
    return new CapturePayment(ORDER);
  }

  static PaymentCommand voided() {
    return new VoidAuthorization(ORDER);
  }

  static PaymentCommand refund() {
    return new RefundPayment(ORDER);
  }

  static Payment authorizing() {
    return Payment.opened(authorize(), PAYMENT).orElseThrow();
  }

  static Payment authorized() {
    return authorizing().after(said(Status.AUTHORIZED));
  }

  static Payment captured() {
    return authorized().after(capture()).after(said(Status.CAPTURED));
  }

  static Standing said(Status status) {
    return new Standing(status, null, AMOUNT);
  }

  static ReplyAddress address() {
    return new ReplyAddress("replies", ORDER.toString(), ORDER, Ids.next(), null);
  }
}
