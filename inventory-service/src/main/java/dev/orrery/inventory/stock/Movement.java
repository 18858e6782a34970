package dev.orrery.inventory.stock;

/**
 * Where pieces go. The three factors of each sum to zero: a movement neither makes nor loses any.
 */
enum Movement {
  NONE(0, 0, 0),
  SET_ASIDE(-1, +1, 0),
  PUT_BACK(+1, -1, 0),
  SELL(0, -1, +1),
  /** For a reservation that has expired: nothing of it is set aside any more. */
  SELL_FROM_SHELF(-1, 0, +1),
  TAKE_BACK(+1, 0, -1);

  private final int available;
  private final int reserved;
  private final int sold;

  Movement(int available, int reserved, int sold) {
    this.available = available;
    this.reserved = reserved;
    this.sold = sold;
  }

  /** How many pieces there are where it takes them from. */
  long source(Level level) {
    return (available < 0 ? level.available() : 0)
        + (reserved < 0 ? level.reserved() : 0)
        + (sold < 0 ? level.sold() : 0);
  }

  Level applyTo(Level level, int pieces) {
    return new Level(
        level.available() + (long) available * pieces,
        level.reserved() + (long) reserved * pieces,
        level.sold() + (long) sold * pieces);
  }
}
