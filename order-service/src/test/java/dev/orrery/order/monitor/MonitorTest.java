package dev.orrery.order.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.OrderEvent.OrderPlaced;
import dev.orrery.contracts.OrderEvent.OrderRejected;
import dev.orrery.contracts.StockLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private static final Duration WITHIN = Duration.ofMinutes(3);
  private static final Instant START = Instant.EPOCH;
  private static final UUID ORDER = new UUID(0, 1);

  private final Monitor monitor =
      new Monitor(
          new LeadsTo(
              "placed leads to an end",
              OrderPlaced.class::isInstance,
              OrderRejected.class::isInstance,
              WITHIN),
          2);

  @Test
  void isFulfilledInTimeUpToTheLastMoment() {
    assertThat(monitor.hear(placed(ORDER), START)).isEqualTo(Verdict.BEGUN);
    assertThat(monitor.open()).isEqualTo(1);
    assertThat(monitor.hear(ended(ORDER), START.plus(WITHIN))).isEqualTo(Verdict.IN_TIME);
    assertThat(monitor.open()).isZero();
  }

  @Test
  void isLateAMomentLater() {
    Instant late = START.plus(WITHIN).plusNanos(1);
    monitor.hear(placed(ORDER), START);
    assertThat(monitor.overdue(START.plus(WITHIN))).isEmpty();
    assertThat(monitor.overdue(late)).containsExactly(ORDER);
    assertThat(monitor.hear(ended(ORDER), late)).isEqualTo(Verdict.LATE);
    assertThat(monitor.overdue(late)).isEmpty();
  }

  @Test
  void hearsTheEndBeforeTheBeginning() {
    assertThat(monitor.hear(ended(ORDER), START.plusSeconds(1))).isEqualTo(Verdict.NOTHING);
    assertThat(monitor.open()).isZero();
    assertThat(monitor.hear(placed(ORDER), START)).isEqualTo(Verdict.IN_TIME);
    assertThat(monitor.open()).isZero();
  }

  @Test
  void aRepetitionMeansNothing() {
    monitor.hear(placed(ORDER), START);
    assertThat(monitor.hear(placed(ORDER), START)).isEqualTo(Verdict.NOTHING);
    monitor.hear(ended(ORDER), START.plusSeconds(1));
    assertThat(monitor.hear(ended(ORDER), START.plusSeconds(1))).isEqualTo(Verdict.NOTHING);
    assertThat(monitor.hear(placed(ORDER), START)).isEqualTo(Verdict.NOTHING);
    assertThat(monitor.open()).isZero();
  }

  @Test
  void forgetsTheFirstBeyondItsCapacityAndCountsWhatWasOpen() {
    monitor.hear(placed(ORDER), START);
    monitor.hear(placed(new UUID(0, 2)), START);
    monitor.hear(placed(new UUID(0, 3)), START);
    assertThat(monitor.open()).isEqualTo(2);
    assertThat(monitor.forgotten()).isEqualTo(1);
  }

  private static OrderEvent placed(UUID order) {
    return new OrderPlaced(
        order, 1, order, List.of(new StockLine("ORR-1001", 1)), new Money(100, "EUR"));
  }

  private static OrderEvent ended(UUID order) {
    return new OrderRejected(order, 2, order, "out_of_stock");
  }
}
