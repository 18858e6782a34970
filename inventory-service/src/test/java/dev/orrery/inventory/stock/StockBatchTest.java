package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply;
import dev.orrery.inventory.stock.Reservation.State;
import dev.orrery.inventory.stock.Reservation.State.Committed;
import dev.orrery.inventory.stock.Reservation.State.Reserved;
import dev.orrery.messaging.UnprocessableMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds whatever is sent, in whatever order, however often, and however it is batched. */
class StockBatchTest {
  private static final Map<String, Long> PIECES = Map.of("SUN", 7L, "MOON", 3L, "MARS", 0L);
  private static final Duration TTL = Duration.ofMinutes(15);
  private static final Instant START = Instant.parse("2026-06-21T12:00:00Z");

  /** A command at its time, the sweeper having passed before it or not. */
  record Step(StockCommand command, Duration pause, boolean swept) {}

  @Property(tries = 2_000)
  void everyPieceIsWhereTheReservationsSay(@ForAll("steps") List<Step> steps) {
    var warehouse = new Warehouse(TTL, PIECES);
    Instant now = START;
    for (Step step : steps) {
      now = now.plus(step.pause());
      if (step.swept()) {
        warehouse.sweep(now);
      }
      accepted(warehouse, step.command(), now);

      PIECES.forEach((sku, seeded) -> {
        Level level = warehouse.level(sku);
        assertThat(level.available() + level.reserved() + level.sold()).isEqualTo(seeded);
        assertThat(level.reserved())
            .isEqualTo(pieces(warehouse, sku, state -> state instanceof Reserved));
        assertThat(level.sold())
            .isEqualTo(pieces(warehouse, sku, state -> state instanceof Committed));
      });
    }
  }

  @Property(tries = 2_000)
  void aRepeatedCommandIsAnsweredAsBeforeAndMovesNothing(@ForAll("steps") List<Step> steps) {
    var warehouse = new Warehouse(TTL, PIECES);
    Instant now = START;
    for (Step step : steps) {
      now = now.plus(step.pause());
      if (!accepted(warehouse, step.command(), now)) {
        continue;
      }
      StockReply reply = warehouse.send(step.command(), now);
      Map<String, Level> levels = warehouse.levels();
      List<State> states = warehouse.states();

      assertThat(warehouse.send(step.command(), now.plusSeconds(1))).isEqualTo(reply);
      assertThat(warehouse.levels()).isEqualTo(levels);
      assertThat(warehouse.states()).isEqualTo(states);
    }
  }

  @Property(tries = 2_000)
  void aBatchHasTheEffectOfItsCommandsOneByOne(@ForAll("steps") List<Step> steps) {
    var oneByOne = new Warehouse(TTL, PIECES);
    var commands = new ArrayList<StockCommand>();
    var replies = new ArrayList<StockReply>();
    for (Step step : steps) {
      try {
        replies.add(oneByOne.send(step.command(), START));
        commands.add(step.command());
      } catch (UnprocessableMessage _) {
        assertThat(step.command()).isNotInstanceOf(CommitReservation.class);
      }
    }
    var together = new Warehouse(TTL, PIECES);

    assertThat(together.sendAll(commands, START)).isEqualTo(replies);
    assertThat(together.levels()).isEqualTo(oneByOne.levels());
    assertThat(together.states()).isEqualTo(oneByOne.states());
  }

  @Property(tries = 2_000)
  void overShardsItIsTheSameAsOnOneRow(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 2, max = 5) int shards) {
    var onOneRow = new Warehouse(TTL, PIECES);
    var spread = new Warehouse(TTL, PIECES, shards);
    Instant now = START;
    for (Step step : steps) {
      now = now.plus(step.pause());
      if (step.swept()) {
        onOneRow.sweep(now);
        spread.sweep(now);
      }

      assertThat(accepted(spread, step.command(), now))
          .isEqualTo(accepted(onOneRow, step.command(), now));
      assertThat(spread.levels()).isEqualTo(onOneRow.levels());
      assertThat(spread.states()).isEqualTo(onOneRow.states());
    }
  }

  private static boolean accepted(Warehouse warehouse, StockCommand command, Instant now) {
    Map<String, Level> before = warehouse.levels();
    try {
      warehouse.send(command, now);
      return true;
    } catch (UnprocessableMessage _) {
      assertThat(warehouse.levels()).isEqualTo(before);
      return false;
    }
  }

  private static long pieces(Warehouse warehouse, String sku, Predicate<State> counted) {
    return warehouse.states().stream()
        .filter(counted)
        .mapToLong(state -> state.lines().quantities().getOrDefault(sku, 0))
        .sum();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Duration> pause =
        Arbitraries.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(16));
    return Combinators.combine(commands(), pause, Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  private static Arbitrary<StockCommand> commands() {
    Arbitrary<UUID> order = Arbitraries.integers().between(1, 5).map(n -> new UUID(7, n));
    Arbitrary<StockLine> line =
        Combinators.combine(
                Arbitraries.frequencyOf(
                    net.jqwik.api.Tuple.of(8, Arbitraries.of("SUN", "MOON")),
                    net.jqwik.api.Tuple.of(1, Arbitraries.of("MARS", "VULCAN"))),
                Arbitraries.integers().between(0, 3))
            .as(StockLine::new);
    return Arbitraries.oneOf(
        // Mostly the same lines for the same order, as a sender that repeats itself has them.
        order.map(id ->
            new ReserveStock(
                id,
                List.of(
                    new StockLine("SUN", (int) id.getLeastSignificantBits()),
                    new StockLine("MOON", 1)))),
        Combinators.combine(order, line.list().ofMinSize(1).ofMaxSize(3)).as(ReserveStock::new),
        order.map(CommitReservation::new),
        order.map(ReleaseStock::new),
        order.map(ReturnStock::new));
  }
}
