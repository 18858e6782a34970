package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockReply;
import dev.orrery.inventory.stock.Reservation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * The shell in memory: keeps what the core decided, and hands it back the next time. As the real
 * one it shows the shards where orders begin, and all of them when these do not suffice.
 */
final class Warehouse {
  private final TryConfirmCancel rules;
  private final Map<String, Shards> stock = new TreeMap<>();
  private final Map<UUID, Reservation> reservations = new TreeMap<>();

  Warehouse(Duration ttl, Map<String, Long> pieces) {
    this(ttl, pieces, 1);
  }

  /** With each product on so many shards, the pieces of a product all on its last. */
  Warehouse(Duration ttl, Map<String, Long> pieces, int shards) {
    this.rules = new TryConfirmCancel(ttl);
    pieces.forEach((sku, available) -> {
      var levels = new TreeMap<Integer, Level>();
      for (int shard = 0; shard < shards; shard++) {
        levels.put(shard, new Level(shard == shards - 1 ? available : 0, 0, 0));
      }
      stock.put(sku, new Shards(shards, levels, 0));
    });
  }

  StockReply send(StockCommand command, Instant now) {
    return sendAll(List.of(command), now).getFirst();
  }

  List<StockReply> sendAll(List<StockCommand> commands, Instant now) {
    List<Reservation> found =
        StockBatch.orders(commands).stream()
            .filter(reservations::containsKey)
            .map(order -> reservations.getOrDefault(order, Reservation.ofUnknown(order)))
            .toList();
    return keep(
        settle(
            StockBatch.demand(commands, found),
            levels -> StockBatch.decide(rules, commands, found, levels, now)));
  }

  void sweep(Instant now) {
    List<Reservation> found = List.copyOf(reservations.values());
    keep(
        settle(
            StockBatch.demand(List.of(), found), levels -> StockBatch.expire(found, levels, now)));
  }

  private StockBatch.Outcome settle(
      Demand demand, Function<Map<String, Shards>, StockBatch.Outcome> decision) {
    var inSight = new TreeMap<String, Shards>();
    for (Demand.Start start : demand.starts(demand.skus())) {
      Shards all = stock.get(start.sku());
      if (all != null) {
        inSight.merge(start.sku(), oneOf(all, start.hash()), Warehouse::both);
      }
    }
    StockBatch.Outcome outcome = decision.apply(inSight);
    if (outcome.outOfSight().isEmpty()) {
      return outcome;
    }
    var all = new TreeMap<>(stock);
    all.keySet().retainAll(demand.skus());
    return decision.apply(all);
  }

  private static Shards oneOf(Shards all, int hash) {
    int shard = hash % all.count();
    Level level = all.level(shard);
    return new Shards(
        all.count(), new TreeMap<>(Map.of(shard, level)), all.available() - level.available());
  }

  private static Shards both(Shards left, Shards right) {
    return left.seen().keySet().containsAll(right.seen().keySet()) ? left : left.together(right);
  }

  private List<StockReply> keep(StockBatch.Outcome outcome) {
    assertThat(outcome.outOfSight()).isEmpty();
    for (Shelf.Change change : outcome.changes()) {
      stock.computeIfPresent(change.sku(), (_, shards) -> after(shards, change));
    }
    for (Reservation reservation : outcome.changed()) {
      reservations.put(
          reservation.orderId(),
          new Reservation(reservation.orderId(), reservation.version() + 1, reservation.state()));
    }
    return outcome.replies();
  }

  private static Shards after(Shards shards, Shelf.Change change) {
    var levels = new TreeMap<>(shards.seen());
    levels.computeIfPresent(
        change.shard(),
        (_, level) ->
            new Level(
                level.available() + change.available(),
                level.reserved() + change.reserved(),
                level.sold() + change.sold()));
    return new Shards(shards.count(), levels, 0);
  }

  /** Over all shards. */
  Level level(String sku) {
    return levels().getOrDefault(sku, Level.NONE);
  }

  Map<String, Level> levels() {
    var levels = new TreeMap<String, Level>();
    stock.forEach((sku, shards) ->
        levels.put(sku, shards.seen().values().stream().reduce(Level.NONE, Warehouse::sum)));
    return levels;
  }

  private static Level sum(Level left, Level right) {
    return new Level(
        left.available() + right.available(),
        left.reserved() + right.reserved(),
        left.sold() + right.sold());
  }

  List<State> states() {
    return reservations.values().stream().map(Reservation::state).toList();
  }
}
