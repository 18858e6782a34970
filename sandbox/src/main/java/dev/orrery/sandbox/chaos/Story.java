package dev.orrery.sandbox.chaos;

import dev.orrery.sandbox.chaos.FaultInjector.Inflicted;
import dev.orrery.sandbox.shop.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What happened to one order, and what was broken meanwhile, in time's order. */
final class Story {

  /** What was broken this long before may still have had its effect. */
  private static final Duration BEFORE = Duration.ofSeconds(10);

  private record Line(Instant at, String text) {}

  private Story() {}

  static String of(Order order, List<Inflicted> faults) {
    List<Line> lines = new ArrayList<>();
    order
        .history()
        .forEach(change ->
            lines.add(
                new Line(
                    change.at(),
                    "order is %s%s"
                        .formatted(
                            change.state(),
                            change.reason() == null ? "" : ", " + change.reason()))));
    for (Order.Step step : order.steps()) {
      String name = "%s %s, attempt %d".formatted(step.action(), step.step(), step.attempt());
      lines.add(new Line(step.sentAt(), name));
      if (step.answeredAt() != null) {
        lines.add(new Line(step.answeredAt(), name + ": " + step.outcome()));
      }
    }
    Instant from = order.placedAt().minus(BEFORE);
    faults.stream()
        .filter(fault -> fault.until().isAfter(from) && fault.at().isBefore(order.updatedAt()))
        .forEach(fault -> lines.add(new Line(fault.at(), "FAULT " + fault.disruption())));
    return lines.stream()
        .sorted(Comparator.comparing(Line::at))
        .map(line -> "    %s  %s".formatted(line.at(), line.text()))
        .collect(Collectors.joining("\n", "  order %s:%n".formatted(order.id()), "\n"));
  }
}
