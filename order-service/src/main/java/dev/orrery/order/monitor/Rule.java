package dev.orrery.order.monitor;

import static dev.orrery.order.monitor.Fact.ABANDONED;
import static dev.orrery.order.monitor.Fact.AUTHORIZED;
import static dev.orrery.order.monitor.Fact.CANCELLED;
import static dev.orrery.order.monitor.Fact.CANCELLING;
import static dev.orrery.order.monitor.Fact.CAPTURED;
import static dev.orrery.order.monitor.Fact.COMMITTED;
import static dev.orrery.order.monitor.Fact.CONFIRMED;
import static dev.orrery.order.monitor.Fact.PLACED;
import static dev.orrery.order.monitor.Fact.REFUNDED;
import static dev.orrery.order.monitor.Fact.REJECTED;
import static dev.orrery.order.monitor.Fact.RELEASED;
import static dev.orrery.order.monitor.Fact.RESERVED;
import static dev.orrery.order.monitor.Fact.RETURNED;
import static dev.orrery.order.monitor.Fact.SHIPPED;
import static dev.orrery.order.monitor.Fact.VOIDED;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What is promised of every order. */
sealed interface Rule {

  /** As metrics and log lines call it: {@code placed-leads-to-settled}. */
  String name();

  /** Not both, ever. */
  record NeverBoth(String name, Fact one, Fact other) implements Rule {}

  /**
   * An order of which all of the first is true is one of which some of the second is true: before,
   * or within a time that counts from the last of the first.
   */
  record LeadsTo(String name, Set<Fact> given, Set<Fact> then, Duration within) implements Rule {
    public LeadsTo {
      if (!within.isPositive()) {
        throw new IllegalArgumentException(name + " is given no time: " + within);
      }
    }
  }

  /** What holds of orders here, each promise to be kept within this time. */
  static List<Rule> ofOrders(Duration within) {
    return List.of(
        new NeverBoth("never-confirmed-and-rejected", CONFIRMED, REJECTED),
        new NeverBoth("never-cancelled-and-rejected", CANCELLED, REJECTED),
        new NeverBoth("never-shipped-and-cancelled", SHIPPED, CANCELLED),
        new NeverBoth("never-abandoned-and-rejected", ABANDONED, REJECTED),
        new NeverBoth("never-abandoned-and-cancelled", ABANDONED, CANCELLED),
        new NeverBoth("never-abandoned-and-shipped", ABANDONED, SHIPPED),
        new NeverBoth("never-captured-and-rejected", CAPTURED, REJECTED),
        new NeverBoth("never-captured-and-voided", CAPTURED, VOIDED),
        new NeverBoth("never-committed-and-released", COMMITTED, RELEASED),
        new LeadsTo(
            "placed-leads-to-settled",
            Set.of(PLACED),
            Set.of(CONFIRMED, REJECTED, CANCELLED, ABANDONED),
            within),
        new LeadsTo(
            "cancelling-leads-to-cancelled",
            Set.of(CANCELLING),
            Set.of(CANCELLED, ABANDONED),
            within),
        new LeadsTo("captured-only-what-is-reserved", Set.of(CAPTURED), Set.of(RESERVED), within),
        new LeadsTo(
            "captured-leads-to-committed", Set.of(CAPTURED), Set.of(COMMITTED, ABANDONED), within),
        new LeadsTo("confirmed-only-what-is-captured", Set.of(CONFIRMED), Set.of(CAPTURED), within),
        new LeadsTo(
            "rejected-leaves-nothing-reserved",
            Set.of(REJECTED, RESERVED),
            Set.of(RELEASED),
            within),
        new LeadsTo(
            "rejected-leaves-nothing-authorized",
            Set.of(REJECTED, AUTHORIZED),
            Set.of(VOIDED),
            within),
        new LeadsTo(
            "cancelled-leads-to-refunded", Set.of(CANCELLED, CAPTURED), Set.of(REFUNDED), within),
        new LeadsTo(
            "cancelled-leads-to-returned", Set.of(CANCELLED, COMMITTED), Set.of(RETURNED), within));
  }
}
