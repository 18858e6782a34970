package dev.orrery.inventory.stock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pieces of one product over its shards, as far as they are in sight. Immutable.
 *
 * @param count how many shards there are
 * @param seen the levels of those in sight, by number; never empty
 * @param elsewhere how many pieces were available in the others
 */
record Shards(int count, SortedMap<Integer, Level> seen, long elsewhere) {

  Shards {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    if (seen.isEmpty() || seen.firstKey() < 0 || seen.lastKey() >= count) {
      throw new IllegalArgumentException("of %d shards %s".formatted(count, seen.keySet()));
    }
  }

  /** Of a product whose pieces are all on one row. */
  static Shards one(Level level) {
    return new Shards(1, new TreeMap<>(Map.of(0, level)), 0);
  }

  /**
   * With those that another row of the same answer has.
   *
   * @throws StockMoved when they do not agree on how many there are
   */
  Shards together(Shards other) {
    if (other.count != count) {
      throw new StockMoved("a product has %d shards and %d".formatted(count, other.count));
    }
    var all = new TreeMap<>(seen);
    all.putAll(other.seen);
    // Each was told what is everywhere but on itself.
    return new Shards(count, all, Math.max(0, elsewhere - other.available()));
  }

  boolean areAllInSight() {
    return seen.size() == count;
  }

  long available() {
    return seen.values().stream().mapToLong(Level::available).sum();
  }

  /**
   * With the pieces moved: from the shard where the hash begins, else from the next that has them
   * all, else some from each. Empty when there are too few of them in sight.
   */
  Optional<Shards> with(Movement movement, int pieces, int hash) {
    List<Integer> turn = turn(hash % count);
    for (int shard : turn) {
      if (movement.source(level(shard)) >= pieces) {
        return Optional.of(taking(movement, pieces, List.of(shard)));
      }
    }
    long there = turn.stream().mapToLong(shard -> movement.source(level(shard))).sum();
    return there < pieces ? Optional.empty() : Optional.of(taking(movement, pieces, turn));
  }

  /** Those in sight, each once, from this one on and around. */
  private List<Integer> turn(int start) {
    var turn = new ArrayList<>(seen.tailMap(start).keySet());
    turn.addAll(seen.headMap(start).keySet());
    return turn;
  }

  private Shards taking(Movement movement, int pieces, List<Integer> turn) {
    var after = new TreeMap<>(seen);
    int missing = pieces;
    for (int shard : turn) {
      int taken = (int) Math.min(missing, movement.source(level(shard)));
      after.put(shard, movement.applyTo(level(shard), taken));
      missing -= taken;
    }
    return new Shards(count, after, elsewhere);
  }

  Level level(int shard) {
    return seen.getOrDefault(shard, Level.NONE);
  }
}
