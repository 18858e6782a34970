package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.inventory.stock.StockInterleavings.Event;
import dev.orrery.inventory.stock.StockInterleavings.Stage;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.UnprocessableMessage;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Try, confirm, cancel, return and expiry of one order in every sequence, with every repetition:
 * long ones through the rules alone, shorter ones through Postgres.
 */
class StockInterleavingsTest extends StockTest {
  private static final int LONGEST = 7;
  private static final int LONGEST_ON_POSTGRES = 4;
  private static final Duration TTL = Duration.ofMinutes(15);
  private static final Instant NOON = Instant.parse("2026-06-21T12:00:00Z");
  private static final UUID ORDER = Ids.next();
  private static final String SUN = "SUN";

  @Autowired private ReservationSweeper sweeper;

  @ParameterizedTest
  @EnumSource
  void everySequenceEndsAsTheTableSays(Event first) {
    for (List<Event> rest : StockInterleavings.sequences(LONGEST - 1)) {
      List<Event> sequence = new ArrayList<>(List.of(first));
      sequence.addAll(rest);
      play(sequence);
    }
  }

  private static void play(List<Event> sequence) {
    var warehouse = new Warehouse(TTL, Map.of(SUN, 5L));
    Stage stage = Stage.NONE;
    Instant now = NOON;
    for (Event event : sequence) {
      if (event == Event.EXPIRE) {
        now = now.plus(TTL);
        warehouse.sweep(now);
      } else {
        String told = told(warehouse, command(event, ORDER, SUN), now);
        assertThat(told).as("%s in %s", event, sequence).isEqualTo(stage.told(event));
      }
      stage = stage.after(event);
      assertThat(warehouse.level(SUN))
          .as("after %s in %s", event, sequence)
          .isEqualTo(new Level(5 - stage.reserved - stage.sold, stage.reserved, stage.sold));
    }
  }

  private static String told(Warehouse warehouse, StockCommand command, Instant now) {
    try {
      return word(warehouse.send(command, now));
    } catch (UnprocessableMessage e) {
      return "DEAD_LETTER";
    }
  }

  /** All sequences side by side, each about an order of its own and all about one product. */
  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void everySequenceEndsAsTheTableSaysOnPostgres(int shards) {
    List<List<Event>> sequences = StockInterleavings.sequences(LONGEST_ON_POSTGRES);
    int seeded = sequences.size() * StockInterleavings.PIECES;
    String sku = product(seeded, shards);
    List<UUID> orders = sequences.stream().map(sequence -> Ids.next()).toList();
    List<Stage> stages = new ArrayList<>();
    sequences.forEach(sequence -> stages.add(Stage.NONE));

    for (int step = 0; step < LONGEST_ON_POSTGRES; step++) {
      Map<Event, List<Integer>> due = new EnumMap<>(Event.class);
      for (int i = 0; i < sequences.size(); i++) {
        due.computeIfAbsent(sequences.get(i).get(step), event -> new ArrayList<>()).add(i);
      }
      due.forEach((event, indices) -> {
        if (event == Event.EXPIRE) {
          expire(indices.stream().map(orders::get).toList());
        } else {
          ask(event, indices, orders, stages, sku);
        }
        indices.forEach(i -> stages.set(i, stages.get(i).after(event)));
      });
      int reserved = stages.stream().mapToInt(stage -> stage.reserved).sum();
      int sold = stages.stream().mapToInt(stage -> stage.sold).sum();
      assertThat(level(sku)).isEqualTo(new Level(seeded - reserved - sold, reserved, sold));
    }

    Map<UUID, String> rows = new HashMap<>();
    jdbc.sql("select order_id, state from reservation where order_id = any(?)")
        .param(orders.toArray(UUID[]::new))
        .query(row -> {
          rows.put(row.getObject("order_id", UUID.class), row.getString("state"));
        });
    for (int i = 0; i < sequences.size(); i++) {
      assertThat(rows.getOrDefault(orders.get(i), ""))
          .as(sequences.get(i).toString())
          .isEqualTo(stages.get(i).row);
    }
  }

  private void ask(
      Event event, List<Integer> indices, List<UUID> orders, List<Stage> stages, String sku) {
    List<StockCommand> answered = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i : indices) {
      StockCommand command = command(event, orders.get(i), sku);
      String told = stages.get(i).told(event);
      if (told.equals("DEAD_LETTER")) {
        assertThatThrownBy(() -> send(command)).isInstanceOf(UnprocessableMessage.class);
      } else {
        answered.add(command);
        expected.add(told);
      }
    }
    assertThat(send(answered)).extracting(StockInterleavingsTest::word).isEqualTo(expected);
  }

  private void expire(List<UUID> orders) {
    jdbc.sql(
            "update reservation set expires_at = ?"
                + " where order_id = any(?) and expires_at is not null")
        .params(Timestamp.from(clock.instant().minusSeconds(1)), orders.toArray(UUID[]::new))
        .update();
    sweeper.sweep();
  }

  private static StockCommand command(Event event, UUID order, String sku) {
    return switch (event) {
      case TRY -> new ReserveStock(order, List.of(new StockLine(sku, StockInterleavings.PIECES)));
      case CONFIRM -> new CommitReservation(order);
      case CANCEL -> new ReleaseStock(order);
      case RETURN -> new ReturnStock(order);
      case EXPIRE -> throw new IllegalArgumentException("time is no command");
    };
  }

  private static String word(StockReply reply) {
    return switch (reply) {
      case StockReserved _ -> "RESERVED";
      case StockRejected _ -> "REJECTED";
      case ReservationCommitted _ -> "COMMITTED";
      case CommitRefused _ -> "REFUSED";
      case StockReleased _ -> "RELEASED";
      case StockReturned _ -> "RETURNED";
      case ReturnRefused _ -> "NOT_SOLD";
    };
  }
}
