package dev.orrery.inventory.catalog;

/** What an import did with the products it was given. */
record Tally(int added, int changed, int unchanged) {
  static final Tally NOTHING = new Tally(0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(added + other.added, changed + other.changed, unchanged + other.unchanged);
  }
}
