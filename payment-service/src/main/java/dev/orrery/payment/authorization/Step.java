package dev.orrery.payment.authorization;

import dev.orrery.payment.provider.Answer;
import dev.orrery.payment.provider.Standing;

/**
 * How an operation is carried out: what is not known is asked for before anything is sent again.
 * Pure.
 */
sealed interface Step {

  /** Ask the provider how the payment stands. */
  record Ask() implements Step {}

  /** Tell the provider what to do. */
  record Send() implements Step {}

  /** Nobody knows what came of the call; wait a moment, then ask. */
  record Doubt(String cause) implements Step {}

  /** Settled. */
  record Conclude(Standing says) implements Step {}

  /** Not to be settled now. */
  record Postpone(Reason reason, String detail) implements Step {

    enum Reason {
      /** The provider is known to be away. */
      AWAY,
      /** Nobody knows what came of it, in spite of all asking. */
      UNCLEAR,
      /** The provider does not accept the call, or its word makes no sense: people must look. */
      REFUSED
    }
  }

  String INVALID_PAYMENT = "invalid_payment";

  static Step first(Operation operation) {
    return operation.mayHaveBeenDone() ? new Ask() : new Send();
  }

  static Step afterAsking(Operation operation, Answer answer) {
    return switch (answer) {
      case Answer.Said said ->
          settles(operation, said.standing()) ? new Conclude(said.standing()) : new Send();
      case Answer.Conflict _ -> refused("the provider answers a question with a conflict");
      case Answer.Refused refused -> refused(describe(refused));
      case Answer.Unclear unclear -> new Doubt(unclear.cause());
      case Answer.NotNow _ -> away();
    };
  }

  static Step afterSending(Operation operation, Answer answer) {
    return switch (answer) {
      case Answer.Said said ->
          settles(operation, said.standing())
              ? new Conclude(said.standing())
              : refused("the provider says " + said + " of " + operation.payment());
      case Answer.Conflict _ -> new Ask();
      case Answer.Refused refused ->
          operation.action() == Action.AUTHORIZE && refused.isForContent()
              ? new Conclude(Standing.declined(INVALID_PAYMENT))
              : refused(describe(refused));
      case Answer.Unclear unclear -> new Doubt(unclear.cause());
      case Answer.NotNow _ -> away();
    };
  }

  private static boolean settles(Operation operation, Standing says) {
    return operation.payment().after(says) != operation.payment();
  }

  private static Step away() {
    return new Postpone(Postpone.Reason.AWAY, "the provider is not called for a while");
  }

  private static Step refused(String detail) {
    return new Postpone(Postpone.Reason.REFUSED, detail);
  }

  private static String describe(Answer.Refused refused) {
    return "the provider refuses the call with " + refused.status() + ": " + refused.detail();
  }
}
