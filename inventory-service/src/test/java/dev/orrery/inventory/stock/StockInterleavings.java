package dev.orrery.inventory.stock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is to hold when the commands about one order, and its expiry, come in any sequence: written
 * down once more as a table, from what callers and the shelf are to see.
 */
final class StockInterleavings {
  static final int PIECES = 2;

  /** A cell says what is told, or to which stage it leads: then that stage's cell says it. */
  private static final String TABLE =
      """
             | TRY      | CONFIRM   | CANCEL      | EXPIRE   | RETURN
      NONE   | > HELD   | REFUSED   | > FREED     | -        | NOT_SOLD
      HELD   | RESERVED | > SOLD    | > FREED     | > LAPSED | NOT_SOLD
      LAPSED | > HELD   | > SOLD    | > FREED     | -        | NOT_SOLD
      SOLD   | RESERVED | COMMITTED | DEAD_LETTER | -        | > BACK
      BACK   | RESERVED | COMMITTED | DEAD_LETTER | -        | RETURNED
      FREED  | REJECTED | REFUSED   | RELEASED    | -        | NOT_SOLD
      """;

  private static final Map<Stage, Map<Event, String>> CELLS = read();

  private StockInterleavings() {}

  enum Event {
    TRY,
    CONFIRM,
    CANCEL,
    /** Its time passes, and the sweeper comes by. */
    EXPIRE,
    RETURN
  }

  enum Stage {
    NONE("", 0, 0),
    HELD("RESERVED", PIECES, 0),
    LAPSED("EXPIRED", 0, 0),
    SOLD("COMMITTED", 0, PIECES),
    BACK("RETURNED", 0, 0),
    FREED("RELEASED", 0, 0);

    /** The state in the reservation's row, and what the stock has of it. */
    final String row;

    final int reserved;
    final int sold;

    Stage(String row, int reserved, int sold) {
      this.row = row;
      this.reserved = reserved;
      this.sold = sold;
    }

    Stage after(Event event) {
      String cell = cell(this, event);
      return cell.startsWith(">") ? valueOf(cell.substring(1).strip()) : this;
    }

    /** What the event is answered with; {@code -} where nobody asks. */
    String told(Event event) {
      return cell(after(event), event);
    }
  }

  /** All sequences of so many events. */
  static List<List<Event>> sequences(int length) {
    List<List<Event>> sequences = List.of(List.of());
    for (int i = 0; i < length; i++) {
      List<List<Event>> longer = new ArrayList<>();
      for (List<Event> sequence : sequences) {
        for (Event event : Event.values()) {
          List<Event> next = new ArrayList<>(sequence);
          next.add(event);
          longer.add(List.copyOf(next));
        }
      }
      sequences = longer;
    }
    return sequences;
  }

  private static String cell(Stage stage, Event event) {
    return CELLS.getOrDefault(stage, Map.of()).getOrDefault(event, "");
  }

  private static Map<Stage, Map<Event, String>> read() {
    Map<Stage, Map<Event, String>> cells = new EnumMap<>(Stage.class);
    TABLE
        .lines()
        .skip(1)
        .forEach(line -> {
          List<String> row = Arrays.stream(line.split("\\|")).map(String::strip).toList();
          Map<Event, String> of = new EnumMap<>(Event.class);
          for (Event event : Event.values()) {
            of.put(event, row.get(event.ordinal() + 1));
          }
          cells.put(Stage.valueOf(row.getFirst()), of);
        });
    return cells;
  }
}
