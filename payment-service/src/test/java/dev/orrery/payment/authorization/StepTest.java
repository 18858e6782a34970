package dev.orrery.payment.authorization;

import static dev.orrery.payment.authorization.Orders.authorized;
import static dev.orrery.payment.authorization.Orders.authorizing;
import static dev.orrery.payment.authorization.Orders.capture;
import static dev.orrery.payment.authorization.Orders.said;
import static dev.orrery.payment.authorization.Orders.voided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.payment.authorization.Step.Ask;
import dev.orrery.payment.authorization.Step.Conclude;
import dev.orrery.payment.authorization.Step.Doubt;
import dev.orrery.payment.authorization.Step.Postpone;
import dev.orrery.payment.authorization.Step.Postpone.Reason;
import dev.orrery.payment.authorization.Step.Send;
import dev.orrery.payment.provider.Answer;
import dev.orrery.payment.provider.Standing;
import dev.orrery.payment.provider.Standing.Status;
import org.junit.jupiter.api.Test;

class StepTest {
  private final Operation authorize = new Operation(authorizing(), 1, null);
  private final Operation capture = new Operation(authorized().after(capture()), 1, null);
  private final Operation reverse = new Operation(authorizing().after(voided()), 1, null);

  @Test
  void sendsWhatWasNeverSentAndAsksAboutTheRest() {
    assertThat(Step.first(authorize)).isEqualTo(new Send());
    assertThat(Step.first(new Operation(authorizing(), 2, null))).isEqualTo(new Ask());
  }

  @Test
  void asksBeforeAnythingIsSentAgain() {
    Step doubt = Step.afterSending(authorize, new Answer.Unclear("timed out"));
    assertThat(doubt).isEqualTo(new Doubt("timed out"));
    assertThat(Step.afterAsking(authorize, new Answer.Said(Standing.UNKNOWN)))
        .isEqualTo(new Send());
    Standing done = said(Status.AUTHORIZED);
    assertThat(Step.afterAsking(authorize, new Answer.Said(done))).isEqualTo(new Conclude(done));
    assertThat(Step.afterAsking(capture, new Answer.Said(done))).isEqualTo(new Send());
    assertThat(Step.afterAsking(reverse, new Answer.Said(done))).isEqualTo(new Send());
  }

  @Test
  void asksHowAPaymentStandsThatIsInConflict() {
    assertThat(Step.afterSending(capture, new Answer.Conflict())).isEqualTo(new Ask());
    Standing reversed = said(Status.REVERSED);
    assertThat(Step.afterAsking(capture, new Answer.Said(reversed)))
        .isEqualTo(new Conclude(reversed));
  }

  @Test
  void declinesAPaymentTheProviderCannotRead() {
    assertThat(Step.afterSending(authorize, new Answer.Refused(400, "no such token")))
        .isEqualTo(new Conclude(Standing.declined(Step.INVALID_PAYMENT)));
  }

  @Test
  void neverConcludesFromARefusalThatIsNotAboutThePayment() {
    assertThat(Step.afterSending(authorize, new Answer.Refused(401, "who are you?")))
        .isInstanceOfSatisfying(
            Postpone.class, step -> assertThat(step.reason()).isEqualTo(Reason.REFUSED));
    assertThat(Step.afterSending(capture, new Answer.Refused(400, "what?")))
        .isInstanceOf(Postpone.class);
  }

  @Test
  void waitsForAProviderThatIsAway() {
    assertThat(Step.afterSending(authorize, new Answer.NotNow()))
        .isInstanceOfSatisfying(
            Postpone.class, step -> assertThat(step.reason()).isEqualTo(Reason.AWAY));
  }
}
