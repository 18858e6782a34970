package dev.orrery.order.monitor;

import static dev.orrery.order.monitor.Fact.ABANDONED;
import static dev.orrery.order.monitor.Fact.CANCELLED;
import static dev.orrery.order.monitor.Fact.CANCELLING;
import static dev.orrery.order.monitor.Fact.CAPTURED;
import static dev.orrery.order.monitor.Fact.COMMITTED;
import static dev.orrery.order.monitor.Fact.CONFIRMED;
import static dev.orrery.order.monitor.Fact.PLACED;
import static dev.orrery.order.monitor.Fact.REJECTED;
import static dev.orrery.order.monitor.Fact.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.orrery.order.monitor.Monitor.Limits;
import dev.orrery.order.monitor.Monitor.Obligations;
import dev.orrery.order.monitor.Monitor.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private static final Duration WITHIN = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MEMORY = Duration.ofMinutes(15);
  private static final Instant START = Instant.EPOCH;
  private static final Instant OVERDUE = START.plus(WITHIN).plusSeconds(1);
  private static final UUID ORDER = new UUID(0, 1);

  private final Monitor monitor =
      new Monitor(Rule.ofOrders(WITHIN), new Limits(PATIENCE, MEMORY, 3));

  @Test
  void anOrderThatGoesItsWayBreaksNothing() {
    hear(ORDER, START, PLACED, RESERVED, CAPTURED, COMMITTED, CONFIRMED);
    assertThat(monitor.sweep(OVERDUE)).isEmpty();
    assertThat(monitor.obligations()).isEmpty();
  }

  @Test
  void whatAnOperatorGivesUpIsOwedNothingMore() {
    hear(ORDER, START, PLACED, RESERVED, CAPTURED, CANCELLING);
    hear(ORDER, START.plusSeconds(1), ABANDONED);
    assertThat(monitor.sweep(OVERDUE)).isEmpty();
    assertThat(monitor.obligations()).isEmpty();
    assertThat(hear(ORDER, START.plusSeconds(2), CANCELLED))
        .extracting(it -> it.rule().name())
        .containsExactly("never-abandoned-and-cancelled");
  }

  @Test
  void twoThatExcludeEachOtherAreToldAtOnceAndOnce() {
    assertThat(hear(ORDER, START, CONFIRMED)).isEmpty();
    assertThat(hear(ORDER, START, REJECTED))
        .extracting(it -> it.rule().name())
        .containsExactly("never-confirmed-and-rejected");
    assertThat(hear(ORDER, START, REJECTED, CONFIRMED)).isEmpty();
    assertThat(monitor.sweep(OVERDUE)).isEmpty();
  }

  @Test
  void whatIsNotKeptIsOverdueAMomentAfterItsTime() {
    hear(ORDER, START, PLACED);
    assertThat(monitor.sweep(START.plus(WITHIN))).isEmpty();
    assertThat(obligations("placed-leads-to-settled"))
        .isEqualTo(new Obligations(1, Optional.of(START), 0));

    assertThat(monitor.sweep(OVERDUE))
        .extracting(Violation::order, it -> it.rule().name())
        .containsExactly(tuple(ORDER, "placed-leads-to-settled"));
    assertThat(monitor.sweep(OVERDUE.plusSeconds(1))).as("once").isEmpty();
    assertThat(obligations("placed-leads-to-settled").overdue()).isEqualTo(1);
  }

  @Test
  void whatIsKeptTooLateWasNotKept() {
    hear(ORDER, START, PLACED);
    hear(ORDER, OVERDUE, REJECTED);
    assertThat(monitor.obligations()).isEmpty();
    assertThat(monitor.sweep(OVERDUE.plus(PATIENCE).plusSeconds(1)))
        .extracting(it -> it.rule().name())
        .containsExactly("placed-leads-to-settled");
  }

  @Test
  void waitsForWhatMayStillBeOnItsWay() {
    monitor.hear(ORDER, PLACED, START, OVERDUE);
    assertThat(monitor.sweep(OVERDUE.plus(PATIENCE))).isEmpty();
    monitor.hear(ORDER, REJECTED, START.plusSeconds(1), OVERDUE.plus(PATIENCE));
    assertThat(monitor.sweep(OVERDUE.plus(PATIENCE).plus(PATIENCE).plusSeconds(1))).isEmpty();
  }

  @Test
  void ofAnOrderWhoseBeginningWasNotHeardNothingIsMissing() {
    hear(ORDER, START, CAPTURED, CONFIRMED);
    assertThat(monitor.sweep(OVERDUE)).isEmpty();
  }

  @Test
  void whatIsForgottenIsNotNewWhenItComesAgain() {
    hear(ORDER, START, PLACED, REJECTED);
    monitor.sweep(START.plus(MEMORY).plusSeconds(1));
    assertThat(monitor.orders()).isZero();
    monitor.hear(ORDER, PLACED, START, START.plus(MEMORY));
    assertThat(monitor.orders()).isZero();
  }

  @Test
  void forgetsFirstOfWhichNothingIsToComeAndCountsTheOthers() {
    hear(new UUID(0, 1), START, PLACED);
    hear(new UUID(0, 2), START.plusSeconds(1), PLACED, REJECTED);
    hear(new UUID(0, 3), START.plusSeconds(2), PLACED);
    hear(new UUID(0, 4), START.plusSeconds(3), PLACED);
    assertThat(monitor.forgotten()).isZero();
    assertThat(obligations("placed-leads-to-settled").open()).isEqualTo(3);

    hear(new UUID(0, 5), START.plusSeconds(4), PLACED);
    assertThat(monitor.forgotten()).isEqualTo(1);
    assertThat(monitor.orders()).isEqualTo(3);
    assertThat(obligations("placed-leads-to-settled").oldest()).contains(START.plusSeconds(2));
  }

  @Test
  void whatOneDidIsNotTakenForWhatAnotherDid() {
    hear(ORDER, START, PLACED, CONFIRMED);
    hear(new UUID(0, 2), START, PLACED, RESERVED, CAPTURED, COMMITTED, REJECTED);
    assertThat(monitor.sweep(OVERDUE))
        .extracting(Violation::order, it -> it.rule().name())
        .containsExactlyInAnyOrder(
            tuple(ORDER, "confirmed-only-what-is-captured"),
            tuple(new UUID(0, 2), "rejected-leaves-nothing-reserved"));
  }

  private List<Violation> hear(UUID order, Instant time, Fact... facts) {
    return List.of(facts).stream()
        .flatMap(fact -> monitor.hear(order, fact, time, time).stream())
        .toList();
  }

  private Obligations obligations(String rule) {
    return monitor.obligations().entrySet().stream()
        .filter(it -> it.getKey().name().equals(rule))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
