package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.PaymentReply;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.authorization.Step.Ask;
import dev.orrery.payment.authorization.Step.Conclude;
import dev.orrery.payment.authorization.Step.Doubt;
import dev.orrery.payment.authorization.Step.Postpone;
import dev.orrery.payment.authorization.Step.Send;
import dev.orrery.payment.provider.Answer;
import dev.orrery.payment.provider.Standing;
import dev.orrery.payment.provider.Standing.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * One order, the real decisions, and a provider whose answers get lost: commands come in any order
 * and again, operations are carried out by several hands at once, some of which die at work.
 */
class DossierTest {

  enum Event {
    AUTHORIZE,
    CAPTURE,
    VOID,
    REFUND,
    /** Nobody has said anything for long. */
    EXPIRE,
    /** Somebody takes the open operation up, whether or not another hand is at it. */
    TAKE_UP,
    /** The hand that is longest at work makes its next call, and hears the answer. */
    CALL,
    /** It makes its call, and the answer is lost. */
    CALL_IN_VAIN,
    /** The youngest hand is faster. */
    OVERTAKE,
    DIE
  }

  @Property(tries = 10_000)
  void neverTakesMoneyTwiceNorGivesItBackUnasked(
      @ForAll @Size(max = 40) List<Event> events, @ForAll boolean cardIsGood) {
    World world = new World(cardIsGood);
    for (Event event : events) {
      world.happens(event);
      world.assertConsistent();
    }
    world.comesToRest();
    world.assertSettled();
  }

  @Example
  void hearsNothingFromAVersionThatIsPast() {
    Dossier authorizing =
        Dossier.empty(Orders.ORDER).after(Orders.authorize(), Orders.address(), Ids::next).next();
    Operation authorize = new Operation(authorizing.requirePayment(), 1, null);
    Dossier voiding = authorizing.after(Orders.voided(), Orders.address(), Ids::next).next();

    Dossier.Turn turn = voiding.after(new Outcome(authorize, Standing.declined("card_declined")));

    assertThat(turn.next()).isSameAs(voiding);
    assertThat(turn.replies()).isEmpty();
  }

  @Example
  void doesNotLetTheQueueOfThoseWhoWaitGrowForEver() {
    Dossier dossier = Dossier.empty(Orders.ORDER);
    for (int i = 0; i < 100; i++) {
      dossier = dossier.after(Orders.authorize(), Orders.address(), Ids::next).next();
    }
    assertThat(dossier.waiting()).hasSize(Dossier.MOST_WAITING);
  }

  /** The provider's book on this payment: idempotent, as the real one is. */
  private static final class ProviderBook {
    private final boolean cardIsGood;
    private Status status = Status.UNKNOWN;
    private int captures;
    private int reversals;
    private int refunds;

    ProviderBook(boolean cardIsGood) {
      this.cardIsGood = cardIsGood;
    }

    Answer ask() {
      return said();
    }

    Answer send(Action action) {
      return switch (action) {
        case AUTHORIZE -> {
          if (status == Status.UNKNOWN) {
            status = cardIsGood ? Status.AUTHORIZED : Status.DECLINED;
          }
          yield reversals > 0 ? new Answer.Conflict() : said();
        }
        case CAPTURE -> {
          if (status == Status.AUTHORIZED) {
            status = Status.CAPTURED;
            captures++;
          }
          yield status == Status.REVERSED || status == Status.DECLINED || status == Status.REFUNDED
              ? new Answer.Conflict()
              : said();
        }
        case VOID -> {
          if (captures == 0 && status != Status.REVERSED) {
            status = Status.REVERSED;
            reversals++;
          }
          yield captures > 0 ? new Answer.Conflict() : said();
        }
        case REFUND -> {
          if (status == Status.CAPTURED) {
            status = Status.REFUNDED;
            refunds++;
          }
          yield status == Status.REFUNDED ? said() : new Answer.Conflict();
        }
      };
    }

    private Answer said() {
      return new Answer.Said(status == Status.UNKNOWN ? Standing.UNKNOWN : Orders.said(status));
    }
  }

  private static final class Hand {
    private final Operation operation;
    private Step step;

    Hand(Operation operation) {
      this.operation = operation;
      this.step = Step.first(operation);
    }
  }

  private static final class World {
    private final ProviderBook provider;
    private final List<Hand> hands = new ArrayList<>();
    private final List<PaymentReply> replies = new ArrayList<>();
    private Dossier dossier = Dossier.empty(Orders.ORDER);
    private int attempts;
    private boolean isRefundAsked;

    World(boolean cardIsGood) {
      this.provider = new ProviderBook(cardIsGood);
    }

    void happens(Event event) {
      switch (event) {
        case AUTHORIZE, CAPTURE, VOID, REFUND -> command(event);
        case EXPIRE -> take(dossier.expired());
        case TAKE_UP -> takeUp();
        case CALL -> call(first(), false);
        case CALL_IN_VAIN -> call(first(), true);
        case OVERTAKE -> call(hands.isEmpty() ? null : hands.getLast(), false);
        case DIE -> hands.remove(first());
      }
    }

    void comesToRest() {
      for (int i = 0; i < 100 && (!hands.isEmpty() || dossier.hasOperation()); i++) {
        takeUp();
        while (!hands.isEmpty()) {
          call(first(), false);
        }
      }
    }

    void assertConsistent() {
      assertThat(provider.captures).isLessThanOrEqualTo(1);
      assertThat(provider.captures * provider.reversals).isZero();
      assertThat(provider.refunds).isLessThanOrEqualTo(isRefundAsked ? provider.captures : 0);
      assertThat(dossier.hasOperation() || dossier.waiting().isEmpty()).isTrue();
      Set<Class<?>> kinds = replies.stream().map(Object::getClass).collect(Collectors.toSet());
      assertThat(kinds.contains(PaymentCaptured.class) && kinds.contains(AuthorizationVoided.class))
          .isFalse();
    }

    void assertSettled() {
      assertThat(dossier.hasOperation()).isFalse();
      assertThat(dossier.waiting()).isEmpty();
      Payment payment = dossier.payment();
      if (payment != null) {
        boolean captured = payment.state() == State.CAPTURED;
        assertThat(captured).isEqualTo(provider.captures - provider.refunds == 1);
        boolean refunded = payment.state() == State.REFUNDED;
        assertThat(refunded).isEqualTo(provider.refunds == 1);
        boolean held = payment.state() == State.AUTHORIZED;
        assertThat(held).isEqualTo(provider.status == Status.AUTHORIZED);
      }
    }

    private void command(Event event) {
      isRefundAsked |= event == Event.REFUND;
      var command =
          switch (event) {
            case AUTHORIZE -> Orders.authorize();
            case CAPTURE -> Orders.capture();
            case REFUND -> Orders.refund();
            default -> Orders.voided();
          };
      take(dossier.after(command, Orders.address(), Ids::next));
    }

    private void takeUp() {
      if (dossier.hasOperation()) {
        hands.add(new Hand(new Operation(dossier.requirePayment(), ++attempts, null)));
      }
    }

    private @Nullable Hand first() {
      return hands.isEmpty() ? null : hands.getFirst();
    }

    private void call(@Nullable Hand hand, boolean inVain) {
      if (hand == null) {
        return;
      }
      switch (hand.step) {
        case Ask _ -> hand.step = Step.afterAsking(hand.operation, heard(provider.ask(), inVain));
        case Send _ ->
            hand.step =
                Step.afterSending(
                    hand.operation, heard(provider.send(hand.operation.action()), inVain));
        case Doubt _ -> hand.step = new Ask();
        case Conclude conclude -> {
          hands.remove(hand);
          take(dossier.after(new Outcome(hand.operation, conclude.says())));
        }
        case Postpone postpone -> {
          assertThat(postpone.reason()).isNotEqualTo(Postpone.Reason.REFUSED);
          hands.remove(hand);
        }
      }
    }

    private static Answer heard(Answer answer, boolean inVain) {
      return inVain ? new Answer.Unclear("lost") : answer;
    }

    private void take(Dossier.Turn turn) {
      if (turn.next().version() != dossier.version()) {
        attempts = 0;
      }
      dossier = turn.next();
      turn.replies().forEach(reply -> replies.add((PaymentReply) reply.payload()));
    }
  }
}
