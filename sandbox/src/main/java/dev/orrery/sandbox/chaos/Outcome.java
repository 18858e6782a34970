package dev.orrery.sandbox.chaos;

import dev.orrery.sandbox.chaos.FaultInjector.Inflicted;
import dev.orrery.sandbox.shop.Audit;
import dev.orrery.sandbox.shop.Audit.Violation;
import dev.orrery.sandbox.shop.Order;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a run ended.
 *
 * @param took from the first order until everything was mended and every order had ended
 */
public record Outcome(Plan plan, Duration took, Audit.Findings findings, List<Inflicted> faults) {

  private static final int MOST_VIOLATIONS = 20;
  private static final int MOST_STORIES = 3;

  public boolean isWell() {
    return findings.violations().isEmpty();
  }

  /** For people: what there was, and either that all is well or what is not, with its story. */
  public String report() {
    String summary =
        """

        %d orders in %d s: %s
        %d faults: %s
        """
            .formatted(
                findings.orders().size(),
                took.toSeconds(),
                counted(findings.orders().stream().map(Outcome::end)),
                faults.size(),
                counted(faults.stream().map(Outcome::kind)));
    return summary + (isWell() ? wellness() : complaint());
  }

  private static String wellness() {
    return "All invariants hold: every order has ended, no piece and no cent is lost or taken"
        + " twice, nothing is left in a queue.";
  }

  private String complaint() {
    List<Violation> violations = findings.violations();
    Map<java.util.UUID, Order> orders =
        findings.orders().stream().collect(Collectors.toMap(Order::id, Function.identity()));
    String sentences =
        violations.stream()
            .limit(MOST_VIOLATIONS)
            .map(violation -> "  " + violation)
            .collect(Collectors.joining("\n"));
    String stories =
        violations.stream()
            .map(Violation::order)
            .filter(Objects::nonNull)
            .distinct()
            .map(orders::get)
            .filter(Objects::nonNull)
            .limit(MOST_STORIES)
            .map(order -> Story.of(order, faults))
            .collect(Collectors.joining("\n"));
    return """
    NOT WELL, %d invariants do not hold:
    %s

    %s
    The same faults again: %s\
    """
        .formatted(violations.size(), sentences, stories, plan.command());
  }

  private static String end(Order order) {
    return order.reason() == null ? order.state().name() : order.state() + " " + order.reason();
  }

  private static String kind(Inflicted fault) {
    return fault.disruption().getClass().getSimpleName();
  }

  private static String counted(Stream<String> kinds) {
    Map<String, Long> counts =
        kinds.collect(
            Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
