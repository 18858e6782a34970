package dev.orrery.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.chaos.FaultInjector.Inflicted;
import dev.orrery.sandbox.shop.Audit.Findings;
import dev.orrery.sandbox.shop.Audit.Violation;
import dev.orrery.sandbox.shop.Money;
import dev.orrery.sandbox.shop.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Plan PLAN = new Plan(2, 10, Duration.ofSeconds(4), 42);

  private final Order paid = order(Order.State.CONFIRMED, null);
  private final Order declined = order(Order.State.REJECTED, "declined");
  private final List<Inflicted> faults =
      List.of(
          fault(-60, new Disruption.Kill("zipkin", Duration.ofSeconds(1))),
          fault(1, new Disruption.Cut("order-service:kafka", Duration.ofSeconds(2))));

  @Test
  void saysHowManyEndedHowAndThatAllIsWell() {
    Outcome outcome = outcome(List.of());
    assertThat(outcome.isWell()).isTrue();
    assertThat(outcome.report())
        .contains("2 orders in 30 s: 1 CONFIRMED, 1 REJECTED declined")
        .contains("2 faults: 1 Cut, 1 Kill")
        .contains("All invariants hold");
  }

  @Test
  void tellsTheStoryOfAnOrderThatIsNotWell() {
    Outcome outcome = outcome(List.of(new Violation(paid.id(), "is charged twice")));
    assertThat(outcome.isWell()).isFalse();
    assertThat(outcome.report())
        .contains("order " + paid.id() + " is charged twice")
        .containsSubsequence(
            "2026-11-21T12:00:00Z  order is PENDING",
            "2026-11-21T12:00:00Z  DO capture payment, attempt 1",
            "2026-11-21T12:00:01Z  FAULT cut order-service:kafka for 2000 ms",
            "2026-11-21T12:00:03Z  DO capture payment, attempt 1: Captured",
            "2026-11-21T12:00:04Z  order is CONFIRMED")
        .contains("./orrery chaos --orders 2 --seed 42 --rate 10 --every 4")
        .doesNotContain("kill zipkin")
        .doesNotContain("All invariants hold");
  }

  private Outcome outcome(List<Violation> violations) {
    return new Outcome(
        PLAN, Duration.ofSeconds(30), new Findings(List.of(paid, declined), violations), faults);
  }

  private static Inflicted fault(int second, Disruption disruption) {
    return new Inflicted(NOON.plusSeconds(second), disruption);
  }

  private static Order order(Order.State state, String reason) {
    UUID id = UUID.randomUUID();
    Instant end = NOON.plusSeconds(4);
    return new Order(
        id,
        UUID.randomUUID(),
        state,
        reason,
        2,
        List.of(),
        new Money(100, "EUR"),
        NOON,
        end,
        null,
        List.of(
            new Order.Change(1, Order.State.PENDING, null, NOON),
            new Order.Change(2, state, reason, end)),
        new Order.Saga(
            UUID.randomUUID(),
            "COMPLETED",
            List.of(
                new Order.Step("capture payment", "DO", 1, "Captured", NOON, NOON.plusSeconds(3)))),
        null);
  }
}
