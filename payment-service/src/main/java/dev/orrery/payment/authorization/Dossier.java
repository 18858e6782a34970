package dev.orrery.payment.authorization;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentReply;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.ReplyAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All there is about one order: its payment, if there is one, and who waits for an answer. Pure:
 * what happens gives another dossier, and the answers that are due with it.
 *
 * @param cause trace of what moved the payment last; null before anything did
 */
record Dossier(
    UUID orderId, @Nullable Payment payment, List<Waiting> waiting, @Nullable String cause) {

  /** Beyond that, the oldest have asked again and are not waiting any more. */
  static final int MOST_WAITING = 16;

  record Turn(Dossier next, List<Outbound> replies) {}

  static Dossier empty(UUID orderId) {
    return new Dossier(orderId, null, List.of(), null);
  }

  Turn after(PaymentCommand command, ReplyAddress address, Supplier<UUID> paymentIds) {
    Payment next =
        payment == null
            ? Payment.opened(command, paymentIds.get()).orElse(null)
            : payment.after(command);
    List<Waiting> all = new ArrayList<>(waiting);
    all.add(new Waiting(Action.of(command), address));
    return answered(next, all, address.traceparent());
  }

  /** An outcome of a version that is past says nothing about the payment as it is. */
  Turn after(Outcome outcome) {
    Operation operation = outcome.operation();
    if (payment == null || payment.version() != operation.payment().version()) {
      return new Turn(this, List.of());
    }
    return answered(payment.after(outcome.says()), waiting, operation.traceparent());
  }

  /** Nobody has said for long what is to become of the authorization. */
  Turn expired() {
    return payment == null ? new Turn(this, List.of()) : answered(payment.expired(), waiting, null);
  }

  /** Something is to be told to the provider, or to be heard from it. */
  boolean hasOperation() {
    return payment != null && payment.state().underway().isPresent();
  }

  int version() {
    return payment == null ? 0 : payment.version();
  }

  Payment requirePayment() {
    return Objects.requireNonNull(payment);
  }

  private Turn answered(@Nullable Payment next, List<Waiting> all, @Nullable String traceparent) {
    List<Outbound> replies = new ArrayList<>();
    List<Waiting> remaining = new ArrayList<>();
    for (Waiting one : all) {
      answer(next, one.asked())
          .ifPresentOrElse(
              reply -> replies.add(one.address().reply(reply)), () -> remaining.add(one));
    }
    int dropped = Math.max(0, remaining.size() - MOST_WAITING);
    return new Turn(
        new Dossier(
            orderId, next, List.copyOf(remaining.subList(dropped, remaining.size())), traceparent),
        replies);
  }

  private Optional<PaymentReply> answer(@Nullable Payment next, Action asked) {
    return next == null ? Optional.of(refusal(asked)) : next.answerTo(asked);
  }

  /** Where there is no payment, and the command asks for no new one. */
  private PaymentReply refusal(Action asked) {
    return switch (asked) {
      case CAPTURE -> new CaptureRefused(orderId, Payment.NOT_AUTHORIZED);
      case REFUND -> new RefundRefused(orderId, Payment.NOT_CAPTURED);
      case AUTHORIZE, VOID -> throw new IllegalStateException(asked + " makes a payment");
    };
  }
}
