package dev.orrery.payment.authorization;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.PaymentReply.VoidRefused;
import dev.orrery.messaging.UnprocessableMessage;
import dev.orrery.payment.provider.Standing;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The money of one order: a pure state machine. A change is a new value with the next version; what
 * changes nothing returns the same value.
 *
 * @param paymentId the reference under which the provider knows it
 * @param terms null where the order was voided before it was to be paid
 * @param reason why no money is taken or kept; null as long as it may be
 */
record Payment(
    UUID orderId,
    UUID paymentId,
    @Nullable Terms terms,
    State state,
    @Nullable String reason,
    int version) {

  static final String VOIDED = "voided";
  static final String EXPIRED = "expired";
  static final String AMOUNT_MISMATCH = "amount_mismatch";
  static final String REVERSED_BY_PROVIDER = "reversed_by_provider";
  static final String UNKNOWN_TO_PROVIDER = "unknown_to_provider";
  static final String NOT_AUTHORIZED = "not_authorized";
  static final String CAPTURED = "captured";
  static final String NOT_CAPTURED = "not_captured";
  static final String REFUNDED = "refunded";

  /** The payment that the first command about an order makes, if it makes one. */
  static Optional<Payment> opened(PaymentCommand command, UUID paymentId) {
    return switch (command) {
      case AuthorizePayment asked ->
          Optional.of(
              new Payment(
                  asked.orderId(),
                  paymentId,
                  new Terms(asked.amount(), asked.paymentMethod()),
                  State.AUTHORIZING,
                  null,
                  1));
      case VoidAuthorization asked ->
          Optional.of(new Payment(asked.orderId(), paymentId, null, State.VOIDED, VOIDED, 1));
      case CapturePayment _, RefundPayment _ -> Optional.empty();
    };
  }

  /**
   * @throws UnprocessableMessage when the order is to be paid on other terms than before
   */
  Payment after(PaymentCommand command) {
    return switch (command) {
      case AuthorizePayment again -> {
        requireSameTerms(new Terms(again.amount(), again.paymentMethod()));
        yield this;
      }
      case CapturePayment _ -> state == State.AUTHORIZED ? become(State.CAPTURING, null) : this;
      case VoidAuthorization _ ->
          switch (state) {
            case AUTHORIZING, AUTHORIZED -> become(State.VOIDING, VOIDED);
            case DECLINED, CAPTURING, CAPTURED, VOIDING, VOIDED, REFUNDING, REFUNDED -> this;
          };
      case RefundPayment _ -> state == State.CAPTURED ? become(State.REFUNDING, REFUNDED) : this;
    };
  }

  /**
   * Gives an authorization back that nobody captures or voids; returns this where there is none.
   */
  Payment expired() {
    return state == State.AUTHORIZED ? become(State.VOIDING, EXPIRED) : this;
  }

  /** Returns this where the provider's word settles nothing. */
  Payment after(Standing says) {
    return switch (state) {
      case AUTHORIZING ->
          switch (says.status()) {
            case AUTHORIZED ->
                isFor(says)
                    ? become(State.AUTHORIZED, null)
                    : become(State.VOIDING, AMOUNT_MISMATCH);
            case DECLINED ->
                become(
                    State.DECLINED, Objects.requireNonNullElse(says.declineReason(), "declined"));
            case REVERSED, REFUNDED -> become(State.VOIDED, REVERSED_BY_PROVIDER);
            // Seen by one who was overtaken, or where our book is older than the provider's.
            case CAPTURED -> isFor(says) ? become(State.CAPTURED, null) : this;
            case UNKNOWN -> this;
          };
      case CAPTURING ->
          switch (says.status()) {
            case CAPTURED -> isFor(says) ? become(State.CAPTURED, null) : this;
            case DECLINED, REVERSED, REFUNDED -> become(State.VOIDED, REVERSED_BY_PROVIDER);
            // Whatever there may be of it after all is given back.
            case UNKNOWN -> become(State.VOIDING, UNKNOWN_TO_PROVIDER);
            case AUTHORIZED -> this;
          };
      case VOIDING ->
          switch (says.status()) {
            case REVERSED, DECLINED, REFUNDED -> become(State.VOIDED, reason);
            case CAPTURED -> isFor(says) ? become(State.CAPTURED, null) : this;
            case AUTHORIZED, UNKNOWN -> this;
          };
      case REFUNDING ->
          switch (says.status()) {
            case REFUNDED -> isFor(says) ? become(State.REFUNDED, reason) : this;
            case CAPTURED, AUTHORIZED, DECLINED, REVERSED, UNKNOWN -> this;
          };
      case AUTHORIZED, DECLINED, CAPTURED, VOIDED, REFUNDED -> this;
    };
  }

  /** What is answered to a command that has taken effect; empty while that is not settled. */
  Optional<PaymentReply> answerTo(Action asked) {
    return switch (asked) {
      case AUTHORIZE ->
          switch (state) {
            case AUTHORIZING -> Optional.empty();
            case AUTHORIZED, CAPTURING, CAPTURED, REFUNDING, REFUNDED ->
                Optional.of(new PaymentAuthorized(orderId, paymentId));
            case DECLINED, VOIDING, VOIDED -> Optional.of(new PaymentDeclined(orderId, why()));
          };
      case CAPTURE ->
          switch (state) {
            case AUTHORIZED, CAPTURING -> Optional.empty();
            // It was captured, once: who asks again late hears what was said then.
            case CAPTURED, REFUNDING, REFUNDED ->
                Optional.of(new PaymentCaptured(orderId, paymentId));
            case AUTHORIZING -> Optional.of(new CaptureRefused(orderId, NOT_AUTHORIZED));
            case DECLINED, VOIDING, VOIDED -> Optional.of(new CaptureRefused(orderId, why()));
          };
      case VOID ->
          switch (state) {
            case AUTHORIZING, AUTHORIZED, CAPTURING, VOIDING -> Optional.empty();
            case CAPTURED, REFUNDING, REFUNDED -> Optional.of(new VoidRefused(orderId, CAPTURED));
            case DECLINED, VOIDED -> Optional.of(new AuthorizationVoided(orderId));
          };
      case REFUND ->
          switch (state) {
            case CAPTURED, REFUNDING -> Optional.empty();
            case REFUNDED -> Optional.of(new PaymentRefunded(orderId, paymentId));
            case AUTHORIZING, AUTHORIZED, CAPTURING ->
                Optional.of(new RefundRefused(orderId, NOT_CAPTURED));
            case DECLINED, VOIDING, VOIDED -> Optional.of(new RefundRefused(orderId, why()));
          };
    };
  }

  private boolean isFor(Standing says) {
    return terms != null && terms.amount().equals(says.amount());
  }

  private void requireSameTerms(Terms asked) {
    if (terms != null && !terms.equals(asked)) {
      throw new UnprocessableMessage(
          "order %s is to be paid with %s, and cannot be with %s as well"
              .formatted(orderId, terms.amount(), asked.amount()));
    }
  }

  private String why() {
    return Objects.requireNonNull(reason);
  }

  private Payment become(State next, @Nullable String because) {
    return new Payment(orderId, paymentId, terms, next, because, version + 1);
  }
}
