package dev.orrery.order.monitor;

import dev.orrery.contracts.Message;
import dev.orrery.messaging.Inbound;
import dev.orrery.order.monitor.Monitor.Limits;
import dev.orrery.order.monitor.Monitor.Obligations;
import dev.orrery.order.monitor.Monitor.Violation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Tells the monitor what passes on the topics, and metrics and log what it says. Thread-safe. */
class OrderMonitor {
  private static final Logger log = LoggerFactory.getLogger(OrderMonitor.class);

  private final Monitor monitor;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private volatile Map<Rule, Obligations> obligations = Map.of();

  OrderMonitor(MonitorProperties properties, MeterRegistry meters, InstantSource clock) {
    var limits = new Limits(properties.patience(), properties.memory(), properties.orders());
    this.monitor = new Monitor(Rule.ofOrders(properties.within()), limits);
    this.meters = meters;
    this.clock = clock;
    monitor.rules().forEach(this::measure);
    Gauge.builder("orrery.monitor.orders", this, OrderMonitor::orders)
        .description("orders that are remembered")
        .register(meters);
    FunctionCounter.builder("orrery.monitor.forgotten", this, OrderMonitor::forgotten)
        .description("orders forgotten for want of room of which something was still to come")
        .register(meters);
  }

  void hear(List<? extends Inbound<? extends Message>> messages) {
    Instant now = clock.instant();
    for (Inbound<? extends Message> message : messages) {
      Fact.toldBy(message.payload())
          .ifPresent(fact -> {
            List<Violation> violations;
            synchronized (monitor) {
              violations = monitor.hear(message.payload().orderId(), fact, message.time(), now);
            }
            report(violations);
          });
    }
  }

  @Scheduled(fixedDelayString = "${orrery.monitor.sweep-interval:5s}")
  void sweep() {
    List<Violation> violations;
    synchronized (monitor) {
      violations = monitor.sweep(clock.instant());
      obligations = monitor.obligations();
    }
    report(violations);
  }

  private void report(List<Violation> violations) {
    for (Violation violation : violations) {
      log.warn(
          "Order {} breaks the rule {}: {}",
          violation.order(),
          violation.rule().name(),
          violation.facts());
      violations(violation.rule()).increment();
    }
  }

  private void measure(Rule rule) {
    violations(rule);
    if (rule instanceof Rule.LeadsTo) {
      Gauge.builder("orrery.monitor.open", () -> of(rule).open())
          .description("orders of which a promise is still to be kept")
          .tag("rule", rule.name())
          .register(meters);
      Gauge.builder("orrery.monitor.overdue", () -> of(rule).overdue())
          .description("those of them of which it should have been kept by now")
          .tag("rule", rule.name())
          .register(meters);
      TimeGauge.builder("orrery.monitor.open.age", () -> age(rule), TimeUnit.SECONDS)
          .description("since when the oldest of them waits")
          .tag("rule", rule.name())
          .register(meters);
    }
  }

  private Counter violations(Rule rule) {
    return Counter.builder("orrery.monitor.violations")
        .description("orders that have broken a rule")
        .tag("rule", rule.name())
        .register(meters);
  }

  private Obligations of(Rule rule) {
    return obligations.getOrDefault(rule, Obligations.NONE);
  }

  private double age(Rule rule) {
    return of(rule)
        .oldest()
        .map(since -> Duration.between(since, clock.instant()).toMillis() / 1_000.0)
        .orElse(0.0);
  }

  private int orders() {
    synchronized (monitor) {
      return monitor.orders();
    }
  }

  private long forgotten() {
    synchronized (monitor) {
      return monitor.forgotten();
    }
  }
}
