package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockLine;
import dev.orrery.messaging.UnprocessableMessage;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many pieces of which product; each SKU once, in order. Immutable. */
record Lines(SortedMap<String, Integer> quantities) {
  static final Lines NONE = new Lines(new TreeMap<>());

  /** Far beyond any order a person places, far below where the sum of all lines would overflow. */
  static final int MOST_LINES = 1_000;

  static final int MOST_PIECES = 1_000_000;

  Lines {
    quantities = Collections.unmodifiableSortedMap(new TreeMap<>(quantities));
  }

  /**
   * The lines as they were sent; those of the same product are added up.
   *
   * @throws UnprocessableMessage when no order can have meant this
   */
  static Lines of(@Nullable List<StockLine> sent) {
    if (sent == null || sent.isEmpty() || sent.size() > MOST_LINES) {
      throw new UnprocessableMessage(
          "a reservation has 1 to %d lines, not %s"
              .formatted(MOST_LINES, sent == null ? "none" : sent.size()));
    }
    var quantities = new TreeMap<String, Integer>();
    for (@Nullable StockLine line : sent) {
      if (line == null || !Sku.isWellFormed(line.sku())) {
        throw new UnprocessableMessage("this line names no product: " + line);
      }
      if (line.quantity() < 1 || line.quantity() > MOST_PIECES) {
        throw new UnprocessableMessage(
            "a line has 1 to %d pieces, not %d".formatted(MOST_PIECES, line.quantity()));
      }
      quantities.merge(line.sku(), line.quantity(), Math::addExact);
    }
    return new Lines(quantities);
  }

  Set<String> skus() {
    return quantities.keySet();
  }
}
