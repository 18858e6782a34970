package dev.orrery.order.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.OrderEvent.OrderRejected;
import dev.orrery.contracts.OrderEvent.OrderShipped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MonitorProperties {
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final LeadsTo PROMISE =
      new LeadsTo(
          "shipped leads to rejected",
          OrderShipped.class::isInstance,
          OrderRejected.class::isInstance,
          WITHIN);

  private record Told(OrderEvent event, Instant time) {}

  /** -1 stands for an order that never ends; else the seconds it took. */
  @Property
  void theOrderAndTheNumberOfDeliveriesMakeNoDifference(
      @ForAll @Size(max = 20) List<@IntRange(min = -1, max = 20) Integer> took,
      @ForAll Random random) {
    List<Told> told = new ArrayList<>();
    List<UUID> never = new ArrayList<>();
    for (int i = 0; i < took.size(); i++) {
      UUID order = new UUID(0, i);
      told.add(new Told(new OrderShipped(order, 1, order), Instant.EPOCH));
      if (took.get(i) < 0) {
        never.add(order);
      } else {
        told.add(
            new Told(
                new OrderRejected(order, 2, order, "r"), Instant.EPOCH.plusSeconds(took.get(i))));
      }
    }
    List<Told> twice = new ArrayList<>(told);
    twice.addAll(told);
    Collections.shuffle(twice, random);

    var monitor = new Monitor(PROMISE, 20);
    List<Verdict> verdicts = twice.stream().map(it -> monitor.hear(it.event(), it.time())).toList();

    assertThat(verdicts.stream().filter(Verdict.LATE::equals))
        .hasSize((int) took.stream().filter(it -> it > WITHIN.toSeconds()).count());
    assertThat(monitor.open()).isEqualTo(never.size());
    assertThat(monitor.overdue(Instant.EPOCH.plus(WITHIN).plusMillis(1)))
        .containsExactlyInAnyOrderElementsOf(never);
  }
}
