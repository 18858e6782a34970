package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockReply;
import dev.orrery.inventory.stock.Reservation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The shell in memory: keeps what the core decided, and hands it back the next time. */
final class Warehouse {
  private final TryConfirmCancel rules;
  private final Map<String, Level> levels = new TreeMap<>();
  private final Map<UUID, Reservation> reservations = new TreeMap<>();

  Warehouse(Duration ttl, Map<String, Long> pieces) {
    this.rules = new TryConfirmCancel(ttl);
    pieces.forEach((sku, available) -> levels.put(sku, new Level(available, 0, 0)));
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
        StockBatch.decide(rules, commands, found, levelsOf(StockBatch.skus(commands, found)), now));
  }

  void sweep(Instant now) {
    List<Reservation> found = List.copyOf(reservations.values());
    keep(StockBatch.expire(found, levelsOf(StockBatch.skus(List.of(), found)), now));
  }

  private Map<String, Level> levelsOf(Collection<String> skus) {
    var locked = new TreeMap<>(levels);
    locked.keySet().retainAll(skus);
    return locked;
  }

  private List<StockReply> keep(StockBatch.Outcome outcome) {
    for (Shelf.Change change : outcome.changes()) {
      levels.computeIfPresent(
          change.sku(),
          (_, level) ->
              new Level(
                  level.available() + change.available(),
                  level.reserved() + change.reserved(),
                  level.sold() + change.sold()));
    }
    for (Reservation reservation : outcome.changed()) {
      reservations.put(
          reservation.orderId(),
          new Reservation(reservation.orderId(), reservation.version() + 1, reservation.state()));
    }
    return outcome.replies();
  }

  Level level(String sku) {
    return levels.getOrDefault(sku, new Level(0, 0, 0));
  }

  Map<String, Level> levels() {
    return Map.copyOf(levels);
  }

  List<State> states() {
    return reservations.values().stream().map(Reservation::state).toList();
  }
}
