package dev.orrery.inventory.stock;

/** How many pieces of one product are where; none of them is ever negative. */
record Level(long available, long reserved, long sold) {
  static final Level NONE = new Level(0, 0, 0);

  Level {
    if (available < 0 || reserved < 0 || sold < 0) {
      throw new IllegalStateException(
          "stock fell below zero: %d available, %d reserved, %d sold"
              .formatted(available, reserved, sold));
    }
  }
}
