package dev.orrery.inventory.catalog;

import java.util.List;

/** What an import did with the products it was given. */
record Tally(int added, int changed, int unchanged) {
  static final Tally NOTHING = new Tally(0, 0, 0);

  /** What is in its first version was added. */
  static Tally of(int wanted, List<Product> written) {
    int added = Math.toIntExact(written.stream().filter(product -> product.version() == 1).count());
    return new Tally(added, written.size() - added, wanted - written.size());
  }

  Tally plus(Tally other) {
    return new Tally(added + other.added, changed + other.changed, unchanged + other.unchanged);
  }
}
