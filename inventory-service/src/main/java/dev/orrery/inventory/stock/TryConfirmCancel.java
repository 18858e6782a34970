package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockReply;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.inventory.stock.Reservation.State;
import dev.orrery.inventory.stock.Reservation.State.Committed;
import dev.orrery.inventory.stock.Reservation.State.Expired;
import dev.orrery.inventory.stock.Reservation.State.Rejected;
import dev.orrery.inventory.stock.Reservation.State.Released;
import dev.orrery.inventory.stock.Reservation.State.Reserved;
import dev.orrery.inventory.stock.Reservation.State.Returned;
import dev.orrery.inventory.stock.Reservation.State.Unknown;
import dev.orrery.messaging.UnprocessableMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * The rules of a reservation: every command meets every state here, and a repeated command gets the
 * answer it got before. Pure.
 *
 * @param ttl how long pieces are set aside for an order that says no more
 */
record TryConfirmCancel(Duration ttl) {

  /** What becomes of the reservation, which way its pieces go, and what is answered. */
  record Decision(State next, Movement movement, StockReply reply) {
    private static Decision unchanged(State state, StockReply reply) {
      return new Decision(state, Movement.NONE, reply);
    }
  }

  /**
   * @throws UnprocessableMessage when the command can have no answer, now or later
   */
  Decision decide(State state, StockCommand command, Shelf shelf, Instant now) {
    return switch (command) {
      case ReserveStock(UUID order, var sent) -> reserve(state, order, Lines.of(sent), shelf, now);
      case CommitReservation(UUID order) -> commit(state, order, shelf);
      case ReleaseStock(UUID order) -> release(state, order);
      case ReturnStock(UUID order) -> takeBack(state, order);
    };
  }

  private Decision reserve(State state, UUID order, Lines asked, Shelf shelf, Instant now) {
    return switch (state) {
      case Unknown _ -> attempt(order, asked, shelf, now);
      case Reserved(var lines, var expiresAt) ->
          Decision.unchanged(same(state, lines, asked), new StockReserved(order, expiresAt));
      case Committed(var lines, var expiresAt) ->
          Decision.unchanged(same(state, lines, asked), new StockReserved(order, expiresAt));
      case Returned(var lines, var expiresAt) ->
          Decision.unchanged(same(state, lines, asked), new StockReserved(order, expiresAt));
      case Rejected(var lines, var reason, var skus) ->
          Decision.unchanged(same(state, lines, asked), new StockRejected(order, reason, skus));
      // Nothing is set aside any more, so the first answer would be a lie: try again. Should it
      // fail, the order stays expired and not rejected, or its commit could never succeed later.
      case Expired(var lines, _) -> {
        Decision again = attempt(order, same(lines, asked), shelf, now);
        yield again.next() instanceof Rejected ? Decision.unchanged(state, again.reply()) : again;
      }
      // The cancel overtook the try. To set pieces aside now would be to leave them hanging.
      case Released _ -> Decision.unchanged(state, new StockRejected(order, "released", List.of()));
    };
  }

  private Decision attempt(UUID order, Lines asked, Shelf shelf, Instant now) {
    List<String> unknown = shelf.unknownOf(asked);
    if (!unknown.isEmpty()) {
      return rejected(order, asked, "unknown_product", unknown);
    }
    List<String> tooFew = shelf.shortOf(asked);
    if (!tooFew.isEmpty()) {
      return rejected(order, asked, "out_of_stock", tooFew);
    }
    // Postgres keeps microseconds; a repeated answer is the same to the last digit.
    Instant expiresAt = now.plus(ttl).truncatedTo(ChronoUnit.MICROS);
    return new Decision(
        new Reserved(asked, expiresAt), Movement.SET_ASIDE, new StockReserved(order, expiresAt));
  }

  private static Decision rejected(UUID order, Lines asked, String reason, List<String> skus) {
    return Decision.unchanged(
        new Rejected(asked, reason, skus), new StockRejected(order, reason, skus));
  }

  private static Decision commit(State state, UUID order, Shelf shelf) {
    return switch (state) {
      case Reserved(var lines, var expiresAt) ->
          new Decision(
              new Committed(lines, expiresAt), Movement.SELL, new ReservationCommitted(order));
      // What has come back was sold: a commit that is repeated late does not sell it again.
      case Committed _, Returned _ -> Decision.unchanged(state, new ReservationCommitted(order));
      // The money has been taken by now: what expired is sold all the same if it is still there.
      case Expired(var lines, var expiresAt) ->
          shelf.shortOf(lines).isEmpty()
              ? new Decision(
                  new Committed(lines, expiresAt),
                  Movement.SELL_FROM_SHELF,
                  new ReservationCommitted(order))
              : Decision.unchanged(state, new CommitRefused(order, "out_of_stock"));
      case Unknown _ -> Decision.unchanged(state, new CommitRefused(order, "not_reserved"));
      case Rejected _ -> Decision.unchanged(state, new CommitRefused(order, "rejected"));
      case Released _ -> Decision.unchanged(state, new CommitRefused(order, "released"));
    };
  }

  private static Decision release(State state, UUID order) {
    StockReply released = new StockReleased(order);
    return switch (state) {
      case Unknown _ -> Decision.unchanged(new Released(Lines.NONE), released);
      case Reserved(var lines, _) -> new Decision(new Released(lines), Movement.PUT_BACK, released);
      case Expired(var lines, _) -> Decision.unchanged(new Released(lines), released);
      case Rejected _, Released _ -> Decision.unchanged(state, released);
      // An order is released before its payment is captured and committed after it, never both. To
      // answer "released" would be a lie, and what is sold comes back by a return.
      case Committed _, Returned _ ->
          throw new UnprocessableMessage(
              "order " + order + " is sold; a sale is not undone by a release");
    };
  }

  private static Decision takeBack(State state, UUID order) {
    return switch (state) {
      case Committed(var lines, var expiresAt) ->
          new Decision(
              new Returned(lines, expiresAt), Movement.TAKE_BACK, new StockReturned(order));
      case Returned _ -> Decision.unchanged(state, new StockReturned(order));
      // Not remembered: a commit may be on its way, and this command comes again after it.
      case Unknown _, Reserved _, Rejected _, Released _, Expired _ ->
          Decision.unchanged(state, new ReturnRefused(order, "not_sold"));
    };
  }

  private static State same(State state, Lines first, Lines again) {
    same(first, again);
    return state;
  }

  private static Lines same(Lines first, Lines again) {
    if (!first.equals(again)) {
      throw new UnprocessableMessage(
          "the same order asked for %s before and asks for %s now"
              .formatted(first.quantities(), again.quantities()));
    }
    return first;
  }
}
