package dev.orrery.inventory.stock;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What one order has of the stock.
 *
 * @param version of the row this was read from, 0 when there is none
 */
record Reservation(UUID orderId, int version, State state) {

  static Reservation ofUnknown(UUID orderId) {
    return new Reservation(orderId, 0, new State.Unknown());
  }

  Reservation in(State next) {
    return new Reservation(orderId, version, next);
  }

  sealed interface State {

    /** Never heard of; the only state that is not stored. */
    record Unknown() implements State {}

    /** The pieces are set aside, until they are committed, released or overdue. */
    record Reserved(Lines lines, Instant expiresAt) implements State {}

    /** Nothing was set aside. Remembered, so that a repeated try gets the same answer. */
    record Rejected(Lines lines, String reason, List<String> skus) implements State {}

    /** The pieces are sold. */
    record Committed(Lines lines, Instant expiresAt) implements State {}

    /** The pieces were sold and have come back. */
    record Returned(Lines lines, Instant expiresAt) implements State {}

    /** Given back, or forbidden before it came: then there are no lines. */
    record Released(Lines lines) implements State {}

    /** Overdue: the pieces went back, and may be taken again if they are still there. */
    record Expired(Lines lines, Instant expiresAt) implements State {}

    default Lines lines() {
      return switch (this) {
        case Unknown() -> Lines.NONE;
        case Reserved(var lines, _) -> lines;
        case Rejected(var lines, _, _) -> lines;
        case Committed(var lines, _) -> lines;
        case Returned(var lines, _) -> lines;
        case Released(var lines) -> lines;
        case Expired(var lines, _) -> lines;
      };
    }
  }
}
