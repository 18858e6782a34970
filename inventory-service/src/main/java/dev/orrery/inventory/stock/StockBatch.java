package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockReply;
import dev.orrery.inventory.stock.Reservation.State.Expired;
import dev.orrery.inventory.stock.Reservation.State.Reserved;
import dev.orrery.inventory.stock.Shelf.Change;
import dev.orrery.inventory.stock.TryConfirmCancel.Decision;
import dev.orrery.messaging.UnprocessableMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Many commands decided together, with the effect they would have one after the other. Pure: what
 * it needs is handed in, what it wants is handed back.
 */
final class StockBatch {

  /**
   * What is to be written, and answered.
   *
   * @param changed in the order of their ids
   * @param changes in the order of their SKUs
   * @param replies one for each command, in the order of the commands
   * @param outOfSight products of which more shards must be seen; while there are any, the rest
   *     does not hold
   */
  record Outcome(
      List<Reservation> changed,
      List<Change> changes,
      List<StockReply> replies,
      Set<String> outOfSight) {}

  private StockBatch() {}

  /** The orders the commands are about: whose reservations must be locked. */
  static Set<UUID> orders(Collection<? extends StockCommand> commands) {
    var orders = new HashSet<UUID>();
    for (StockCommand command : commands) {
      if (command.orderId() == null) {
        throw new UnprocessableMessage("this command names no order: " + command);
      }
      orders.add(command.orderId());
    }
    return orders;
  }

  /** Every product of which the commands may move a piece: what must be locked. */
  static Demand demand(Collection<? extends StockCommand> commands, Collection<Reservation> found) {
    var demand = new Demand();
    found.forEach(
        reservation -> demand.add(reservation.orderId(), reservation.state().lines().skus()));
    for (StockCommand command : commands) {
      if (command instanceof ReserveStock reserve) {
        demand.add(reserve.orderId(), Lines.of(reserve.lines()).skus());
      }
    }
    return demand;
  }

  /**
   * @param found the reservations there are for the orders of these commands
   * @param stock of the products there are among those of the {@link #demand}
   */
  static Outcome decide(
      TryConfirmCancel rules,
      List<? extends StockCommand> commands,
      Collection<Reservation> found,
      Map<String, Shards> stock,
      Instant now) {
    var before = new TreeMap<UUID, Reservation>();
    found.forEach(reservation -> before.put(reservation.orderId(), reservation));
    var after = new TreeMap<UUID, Reservation>(before);
    var shelf = new Shelf(stock);
    var replies = new ArrayList<StockReply>(commands.size());
    for (StockCommand command : commands) {
      Reservation current = after.computeIfAbsent(command.orderId(), Reservation::ofUnknown);
      Decision decision = rules.decide(current.state(), command, shelf, now);
      shelf.move(decision.movement(), decision.next().lines(), ShardHash.of(command.orderId()));
      after.put(current.orderId(), current.in(decision.next()));
      replies.add(decision.reply());
    }
    List<Reservation> changed =
        after.values().stream()
            .filter(reservation -> !(reservation.state() instanceof Reservation.State.Unknown))
            .filter(reservation -> !reservation.equals(before.get(reservation.orderId())))
            .toList();
    return new Outcome(changed, shelf.changes(), List.copyOf(replies), shelf.outOfSight());
  }

  /** Puts back what is overdue; of what is not overdue, or not set aside, nothing. */
  static Outcome expire(Collection<Reservation> found, Map<String, Shards> stock, Instant now) {
    var shelf = new Shelf(stock);
    var changed = new ArrayList<Reservation>();
    for (Reservation reservation : found) {
      if (reservation.state() instanceof Reserved(var lines, var expiresAt)
          && !expiresAt.isAfter(now)) {
        shelf.move(Movement.PUT_BACK, lines, ShardHash.of(reservation.orderId()));
        changed.add(reservation.in(new Expired(lines, expiresAt)));
      }
    }
    return new Outcome(List.copyOf(changed), shelf.changes(), List.of(), shelf.outOfSight());
  }
}
