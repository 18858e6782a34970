package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentReply;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.PaymentReply.VoidRefused;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Outbound;
import dev.orrery.payment.authorization.Dossier.Turn;
import dev.orrery.payment.provider.Standing.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Try, confirm, cancel, refund and expiry of one payment in every sequence, with every repetition,
 * and with the provider's word at every point between: the table below was written from what the
 * saga is to hear and the provider to be told, and the code has to agree with it.
 */
class PaymentInterleavingsTest {
  private static final int LONGEST = 7;

  /**
   * A cell says what is told, or to which stage it leads: then that stage's cell says it. Who is
   * told nothing yet waits, and hears what the next stage says.
   */
  private static final String TABLE =
      """
                | TRY        | CONFIRM   | CANCEL       | REFUND       | EXPIRE    | SETTLE
      NONE      | > TRYING   | REFUSED   | > FREED      | NOT_CAPTURED | -         | -
      TRYING    | waits      | REFUSED   | > FREEING    | NOT_CAPTURED | -         | > HELD
      HELD      | AUTHORIZED | > TAKING  | > FREEING    | NOT_CAPTURED | > FREEING | -
      TAKING    | AUTHORIZED | waits     | waits        | NOT_CAPTURED | -         | > TAKEN
      TAKEN     | AUTHORIZED | CAPTURED  | VOID_REFUSED | > REFUNDING  | -         | -
      FREEING   | DECLINED   | REFUSED   | waits        | NOT_CAPTURED | -         | > FREED
      FREED     | DECLINED   | REFUSED   | VOIDED       | NOT_CAPTURED | -         | -
      REFUNDING | AUTHORIZED | CAPTURED  | VOID_REFUSED | waits        | -         | > REFUNDED
      REFUNDED  | AUTHORIZED | CAPTURED  | VOID_REFUSED | REFUNDED     | -         | -
      """;

  private static final Map<Stage, Map<Event, String>> CELLS = read();

  enum Event {
    TRY,
    CONFIRM,
    CANCEL,
    REFUND,
    /** Nobody has said anything for long, and the sweeper comes by. */
    EXPIRE,
    /** The provider does what it was last told to, and says so. */
    SETTLE;

    boolean isCommand() {
      return this != EXPIRE && this != SETTLE;
    }
  }

  enum Stage {
    NONE(Status.UNKNOWN),
    TRYING(Status.UNKNOWN),
    HELD(Status.AUTHORIZED),
    TAKING(Status.AUTHORIZED),
    TAKEN(Status.CAPTURED),
    FREEING(null),
    FREED(null),
    REFUNDING(Status.CAPTURED),
    REFUNDED(Status.REFUNDED);

    /** What the provider's book says then; null where it depends on how the stage was reached. */
    final @Nullable Status booked;

    Stage(@Nullable Status booked) {
      this.booked = booked;
    }

    Stage after(Event event) {
      String cell = cell(this, event);
      return cell.startsWith(">") ? valueOf(cell.substring(1).strip()) : this;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySequenceEndsAsTheTableSays(Event first) {
    List<Event> sequence = new ArrayList<>(List.of(first));
    follow(new World().after(first, sequence), sequence);
  }

  private static void follow(World world, List<Event> sequence) {
    if (sequence.size() == LONGEST) {
      return;
    }
    for (Event next : Event.values()) {
      sequence.add(next);
      follow(world.after(next, sequence), sequence);
      sequence.removeLast();
    }
  }

  /** The code and the table side by side. Immutable, so that sequences share their beginnings. */
  private record World(Dossier dossier, Stage stage, List<Event> waiting, Status booked) {

    World() {
      this(Dossier.empty(Orders.ORDER), Stage.NONE, List.of(), Status.UNKNOWN);
    }

    World after(Event event, List<Event> sequence) {
      Status nextBooked = event == Event.SETTLE ? carriedOut(sequence) : booked;
      Turn turn = turn(event, nextBooked);
      Stage next = stage.after(event);
      List<String> told = new ArrayList<>();
      List<Event> still = new ArrayList<>();
      Stream.concat(waiting.stream(), Stream.of(event).filter(Event::isCommand))
          .forEach(one -> {
            String answer = cell(next, one);
            if (answer.equals("waits")) {
              still.add(one);
            } else {
              told.add(answer);
            }
          });
      assertThat(turn.replies())
          .as("%s of %s", event, sequence)
          .extracting(PaymentInterleavingsTest::word)
          .isEqualTo(told);
      if (next.booked != null) {
        assertThat(nextBooked).as("the provider's book after %s", sequence).isEqualTo(next.booked);
      } else {
        assertThat(nextBooked)
            .as("the provider's book after %s", sequence)
            .isNotEqualTo(Status.CAPTURED);
      }
      return new World(turn.next(), next, List.copyOf(still), nextBooked);
    }

    private Turn turn(Event event, Status says) {
      return switch (event) {
        case TRY -> command(Orders.authorize());
        case CONFIRM -> command(Orders.capture());
        case CANCEL -> command(Orders.voided());
        case REFUND -> command(Orders.refund());
        case EXPIRE -> dossier.expired();
        case SETTLE ->
            dossier.hasOperation()
                ? dossier.after(new Outcome(operation(), Orders.said(says)))
                : new Turn(dossier, List.of());
      };
    }

    private Turn command(PaymentCommand command) {
      return dossier.after(command, Orders.address(), Ids::next);
    }

    private Operation operation() {
      return new Operation(dossier.requirePayment(), 1, null);
    }

    /** What the provider's book says once it has done what it is told; nothing is done twice. */
    private Status carriedOut(List<Event> sequence) {
      if (!dossier.hasOperation()) {
        return booked;
      }
      return switch (operation().action()) {
        case AUTHORIZE -> from(sequence, Status.AUTHORIZED, Status.UNKNOWN);
        case CAPTURE -> from(sequence, Status.CAPTURED, Status.AUTHORIZED);
        case VOID -> from(sequence, Status.REVERSED, Status.UNKNOWN, Status.AUTHORIZED);
        case REFUND -> from(sequence, Status.REFUNDED, Status.CAPTURED);
      };
    }

    private Status from(List<Event> sequence, Status to, Status... before) {
      assertThat(booked).as("the provider is told in %s", sequence).isIn((Object[]) before);
      return to;
    }
  }

  private static String word(Outbound reply) {
    return switch ((PaymentReply) reply.payload()) {
      case PaymentAuthorized _ -> "AUTHORIZED";
      case PaymentDeclined _ -> "DECLINED";
      case PaymentCaptured _ -> "CAPTURED";
      case CaptureRefused _ -> "REFUSED";
      case AuthorizationVoided _ -> "VOIDED";
      case VoidRefused _ -> "VOID_REFUSED";
      case PaymentRefunded _ -> "REFUNDED";
      case RefundRefused _ -> "NOT_CAPTURED";
    };
  }

  private static String cell(Stage stage, Event event) {
    return CELLS.getOrDefault(stage, Map.of()).getOrDefault(event, "");
  }

  private static Map<Stage, Map<Event, String>> read() {
    Map<Stage, Map<Event, String>> cells = new EnumMap<>(Stage.class);
    TABLE
        .lines()
        .skip(1)
        .forEach(line -> {
          List<String> row = Arrays.stream(line.split("\\|")).map(String::strip).toList();
          Map<Event, String> of = new EnumMap<>(Event.class);
          for (Event event : Event.values()) {
            of.put(event, row.get(event.ordinal() + 1));
          }
          cells.put(Stage.valueOf(row.getFirst()), of);
        });
    return cells;
  }
}
