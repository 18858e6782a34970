package dev.orrery.payment.authorization;

import static dev.orrery.payment.authorization.Orders.EURO;
import static dev.orrery.payment.authorization.Orders.authorize;
import static dev.orrery.payment.authorization.Orders.authorized;
import static dev.orrery.payment.authorization.Orders.authorizing;
import static dev.orrery.payment.authorization.Orders.capture;
import static dev.orrery.payment.authorization.Orders.captured;
import static dev.orrery.payment.authorization.Orders.refund;
import static dev.orrery.payment.authorization.Orders.said;
import static dev.orrery.payment.authorization.Orders.voided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.contracts.Money;
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
import dev.orrery.payment.provider.Standing.Status;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaymentTest {

  @Test
  void isAuthorizedThenCaptured() {
    Payment authorized = authorizing().after(said(Status.AUTHORIZED));
    assertThat(authorized.answerTo(Action.AUTHORIZE))
        .contains(new PaymentAuthorized(authorized.orderId(), authorized.paymentId()));

    Payment captured = authorized.after(capture()).after(said(Status.CAPTURED));
    assertThat(captured.state()).isEqualTo(State.CAPTURED);
    assertThat(captured.answerTo(Action.CAPTURE))
        .contains(new PaymentCaptured(captured.orderId(), captured.paymentId()));
    assertThat(captured.version()).isEqualTo(4);
  }

  @Test
  void isDeclinedWithTheProvidersReason() {
    Payment declined = authorizing().after(Standing.declined("card_declined"));
    assertThat(declined.answerTo(Action.AUTHORIZE))
        .contains(new PaymentDeclined(declined.orderId(), "card_declined"));
    assertThat(declined.after(capture()).answerTo(Action.CAPTURE))
        .contains(new CaptureRefused(declined.orderId(), "card_declined"));
    assertThat(declined.after(voided()).answerTo(Action.VOID))
        .contains(new AuthorizationVoided(declined.orderId()));
  }

  @Test
  void isVoidedAtTheProviderEvenIfTheAuthorizationIsNotKnownToExist() {
    Payment voiding = authorizing().after(voided());
    assertThat(voiding.state()).isEqualTo(State.VOIDING);
    assertThat(voiding.answerTo(Action.AUTHORIZE))
        .contains(new PaymentDeclined(voiding.orderId(), Payment.VOIDED));
    assertThat(voiding.answerTo(Action.VOID)).isEmpty();
    assertThat(voiding.after(said(Status.REVERSED)).answerTo(Action.VOID))
        .contains(new AuthorizationVoided(voiding.orderId()));
  }

  @Test
  void remembersAVoidThatCameFirst() {
    Payment tombstone = Payment.opened(voided(), Orders.PAYMENT).orElseThrow();
    assertThat(tombstone.answerTo(Action.VOID))
        .contains(new AuthorizationVoided(tombstone.orderId()));
    assertThat(tombstone.after(authorize())).isSameAs(tombstone);
    assertThat(tombstone.answerTo(Action.AUTHORIZE))
        .contains(new PaymentDeclined(tombstone.orderId(), Payment.VOIDED));
  }

  @Test
  void refusesToVoidWhatIsCapturedAndToCaptureWhatIsNotAuthorized() {
    Payment captured = authorized().after(capture()).after(said(Status.CAPTURED));
    assertThat(captured.after(voided()).answerTo(Action.VOID))
        .contains(new VoidRefused(captured.orderId(), Payment.CAPTURED));
    assertThat(authorizing().after(capture()).answerTo(Action.CAPTURE))
        .contains(new CaptureRefused(Orders.ORDER, Payment.NOT_AUTHORIZED));
  }

  @Test
  void holdsAVoidBackUntilTheCaptureIsSettled() {
    Payment capturing = authorized().after(capture());
    assertThat(capturing.after(voided())).isSameAs(capturing);
    assertThat(capturing.answerTo(Action.VOID)).isEmpty();
    assertThat(capturing.after(said(Status.REVERSED)).answerTo(Action.VOID))
        .contains(new AuthorizationVoided(capturing.orderId()));
  }

  @Test
  void givesAnAmountBackThatWasNotAskedFor() {
    Standing another = new Standing(Status.AUTHORIZED, null, new Money(1998, EURO));
    Payment voiding = authorizing().after(another);
    assertThat(voiding.state()).isEqualTo(State.VOIDING);
    assertThat(voiding.answerTo(Action.AUTHORIZE))
        .contains(new PaymentDeclined(voiding.orderId(), Payment.AMOUNT_MISMATCH));
  }

  @Test
  void givesBackWhatTheProviderDoesNotKnowWhenItIsToBeCaptured() {
    Payment voiding = authorized().after(capture()).after(Standing.UNKNOWN);
    assertThat(voiding.state()).isEqualTo(State.VOIDING);
    assertThat(voiding.answerTo(Action.CAPTURE))
        .contains(new CaptureRefused(voiding.orderId(), Payment.UNKNOWN_TO_PROVIDER));
  }

  @Test
  void believesTheProviderWhereItsBookIsAhead() {
    Payment captured = authorizing().after(said(Status.CAPTURED));
    assertThat(captured.state()).isEqualTo(State.CAPTURED);
    assertThat(captured.after(capture()).answerTo(Action.CAPTURE))
        .contains(new PaymentCaptured(captured.orderId(), captured.paymentId()));
  }

  @Test
  void givesBackWhatIsCapturedOnceHoweverOftenItIsAsked() {
    Payment refunding = captured().after(refund());
    assertThat(refunding.state()).isEqualTo(State.REFUNDING);
    assertThat(refunding.answerTo(Action.REFUND)).isEmpty();
    assertThat(refunding.after(refund())).isSameAs(refunding);

    Payment refunded = refunding.after(said(Status.REFUNDED));
    assertThat(refunded.after(refund())).isSameAs(refunded);
    assertThat(refunded.answerTo(Action.REFUND))
        .contains(new PaymentRefunded(refunded.orderId(), refunded.paymentId()));
  }

  @Test
  void answersWhatIsRepeatedAfterTheRefundAsBeforeAndTakesNothingAgain() {
    Payment refunded = captured().after(refund()).after(said(Status.REFUNDED));
    for (var late : List.of(authorize(), capture(), voided())) {
      assertThat(refunded.after(late)).isSameAs(refunded);
    }
    for (Action action : List.of(Action.AUTHORIZE, Action.CAPTURE, Action.VOID)) {
      assertThat(refunded.answerTo(action)).isEqualTo(captured().answerTo(action)).isPresent();
    }
  }

  @Test
  void refusesToRefundWhatIsNotCapturedUntilItIs() {
    Payment capturing = authorized().after(capture());
    for (Payment early : List.of(authorizing(), authorized(), capturing)) {
      assertThat(early.after(refund())).isSameAs(early);
      assertThat(early.answerTo(Action.REFUND))
          .contains(new RefundRefused(Orders.ORDER, Payment.NOT_CAPTURED));
    }
    assertThat(Payment.opened(refund(), Orders.PAYMENT)).isEmpty();
    assertThat(capturing.after(said(Status.CAPTURED)).after(refund()).state())
        .isEqualTo(State.REFUNDING);
  }

  @Test
  void isNotRefundedByAnyOtherWordOfTheProviderNorForAnotherAmount() {
    Payment refunding = captured().after(refund());
    for (Status status : EnumSet.complementOf(EnumSet.of(Status.REFUNDED))) {
      assertThat(refunding.after(said(status))).isSameAs(refunding);
    }
    assertThat(refunding.after(new Standing(Status.REFUNDED, null, new Money(1998, EURO))))
        .isSameAs(refunding);
  }

  @Test
  void isNeverPaidOnOtherTerms() {
    assertThatThrownBy(() -> authorized().after(authorize(new Money(1, EURO))))
        .isInstanceOf(UnprocessableMessage.class)
        .hasMessageContaining("19.99 EUR");
  }
}
