package dev.orrery.order.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.order.monitor.Monitor.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MonitorOrderProperties {
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final Instant END = Instant.EPOCH.plusSeconds(1_000);

  private record Told(int order, Fact fact, int second) {}

  @Property
  void theOrderAndTheNumberOfDeliveriesMakeNoDifference(
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 3) Integer> orders,
      @ForAll Random random) {
    List<Told> told = new ArrayList<>();
    for (int order : orders) {
      Fact fact = Fact.values()[random.nextInt(Fact.values().length)];
      told.add(new Told(order, fact, random.nextInt(20)));
    }
    List<Told> twice = new ArrayList<>(told);
    twice.addAll(told);
    Collections.shuffle(twice, random);

    assertThat(violations(twice)).isEqualTo(violations(told));
  }

  private static Set<String> violations(List<Told> told) {
    var monitor =
        new Monitor(
            Rule.ofOrders(WITHIN), new Limits(Duration.ofSeconds(1), Duration.ofDays(1), 10));
    Set<String> violations = new HashSet<>();
    for (Told it : told) {
      Instant time = Instant.EPOCH.plusSeconds(it.second());
      monitor
          .hear(new UUID(0, it.order()), it.fact(), time, time)
          .forEach(v -> violations.add(v.order() + v.rule().name()));
    }
    monitor.sweep(END).forEach(v -> violations.add(v.order() + v.rule().name()));
    return violations;
  }
}
