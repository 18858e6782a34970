package dev.orrery.inventory.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The pieces a batch works on, as they were found and as they are by now. Not thread-safe. */
final class Shelf {

  /** What has changed of one shard of a product since it was found. */
  record Change(String sku, int shard, long available, long reserved, long sold) {}

  private final Map<String, Shards> found;
  private final Map<String, Shards> products;
  private final SortedSet<String> outOfSight = new TreeSet<>();

  Shelf(Map<String, Shards> found) {
    this.found = Map.copyOf(found);
    this.products = new TreeMap<>(found);
  }

  /** Those of the lines that name no product. */
  List<String> unknownOf(Lines lines) {
    return lines.skus().stream().filter(sku -> !products.containsKey(sku)).toList();
  }

  /** Those of the lines of which there are too few pieces. */
  List<String> shortOf(Lines lines) {
    var tooFew = new ArrayList<String>();
    lines
        .quantities()
        .forEach((sku, pieces) -> {
          Shards shards = products.get(sku);
          if (shards == null || shards.available() < pieces) {
            tooFew.add(sku);
          }
          if (shards != null
              && shards.available() < pieces
              && shards.available() + shards.elsewhere() >= pieces) {
            outOfSight.add(sku);
          }
        });
    return List.copyOf(tooFew);
  }

  /**
   * @param hash where it begins to look for the pieces
   * @throws IllegalStateException when the pieces are not where the movement takes them from
   */
  void move(Movement movement, Lines lines, int hash) {
    if (movement == Movement.NONE) {
      return;
    }
    lines.quantities().forEach((sku, pieces) -> move(movement, sku, pieces, hash));
  }

  private void move(Movement movement, String sku, int pieces, int hash) {
    Shards shards = products.get(sku);
    if (shards == null) {
      throw new IllegalStateException("there is no stock of " + sku);
    }
    shards
        .with(movement, pieces, hash)
        .ifPresentOrElse(
            after -> products.put(sku, after),
            () -> {
              if (shards.areAllInSight()) {
                throw new IllegalStateException(
                    "%s %d of %s, of which there are %s".formatted(movement, pieces, sku, shards));
              }
              outOfSight.add(sku);
            });
  }

  /**
   * Products of which there may be pieces, but not in the shards in sight. Where there are any,
   * nothing that was decided holds.
   */
  Set<String> outOfSight() {
    return outOfSight;
  }

  /** In the order of the SKUs and shards; what came and went again is no change. */
  List<Change> changes() {
    return products.entrySet().stream()
        .flatMap(product -> changes(product.getKey(), product.getValue()))
        .toList();
  }

  private Stream<Change> changes(String sku, Shards now) {
    Shards before = found.getOrDefault(sku, now);
    return now.seen().keySet().stream()
        .filter(shard -> !now.level(shard).equals(before.level(shard)))
        .map(shard -> change(sku, shard, before.level(shard), now.level(shard)));
  }

  private static Change change(String sku, int shard, Level before, Level now) {
    return new Change(
        sku,
        shard,
        now.available() - before.available(),
        now.reserved() - before.reserved(),
        now.sold() - before.sold());
  }
}
