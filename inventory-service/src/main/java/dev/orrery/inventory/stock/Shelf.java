package dev.orrery.inventory.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The levels a batch works on, as they were found and as they are by now. Not thread-safe. */
final class Shelf {

  /** What has changed of one product since it was found. */
  record Change(String sku, long available, long reserved, long sold) {}

  private final Map<String, Level> found;
  private final Map<String, Level> levels;

  Shelf(Map<String, Level> found) {
    this.found = Map.copyOf(found);
    this.levels = new TreeMap<>(found);
  }

  /** Those of the lines that name no product. */
  List<String> unknownOf(Lines lines) {
    return lines.skus().stream().filter(sku -> !levels.containsKey(sku)).toList();
  }

  /** Those of the lines of which there are too few pieces. */
  List<String> shortOf(Lines lines) {
    var tooFew = new ArrayList<String>();
    lines
        .quantities()
        .forEach((sku, pieces) -> {
          Level level = levels.get(sku);
          if (level == null || level.available() < pieces) {
            tooFew.add(sku);
          }
        });
    return List.copyOf(tooFew);
  }

  /**
   * @throws IllegalStateException when the pieces are not where the movement takes them from
   */
  void move(Movement movement, Lines lines) {
    if (movement == Movement.NONE) {
      return;
    }
    lines
        .quantities()
        .forEach((sku, pieces) ->
            levels.compute(
                sku,
                (_, level) -> {
                  if (level == null) {
                    throw new IllegalStateException("there is no stock of " + sku);
                  }
                  return movement.applyTo(level, pieces);
                }));
  }

  /** In the order of the SKUs; what came and went again is no change. */
  List<Change> changes() {
    return levels.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(found.get(entry.getKey())))
        .map(entry -> change(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Change change(String sku, Level now) {
    Level before = found.getOrDefault(sku, new Level(0, 0, 0));
    return new Change(
        sku,
        now.available() - before.available(),
        now.reserved() - before.reserved(),
        now.sold() - before.sold());
  }
}
