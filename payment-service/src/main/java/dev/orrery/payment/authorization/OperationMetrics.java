package dev.orrery.payment.authorization;

import dev.orrery.payment.provider.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many operations are open and for how long, and what becomes of them. */
@Component
final class OperationMetrics {
  private final JdbcClient jdbc;
  private final MeterRegistry meters;

  OperationMetrics(OperationRows operations, JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.meters = meters;
    Gauge.builder("orrery.payment.operations.open", operations, OperationRows::countOpen)
        .description("operations the provider has not settled")
        .register(meters);
    TimeGauge.builder(
            "orrery.payment.operations.oldest", this, TimeUnit.SECONDS, OperationMetrics::oldest)
        .description("age of the oldest operation the provider has not settled")
        .register(meters);
  }

  void concluded(Operation operation, Standing says) {
    count("orrery.payment.operations.concluded", operation, says.status().name());
  }

  void postponed(Operation operation, Step.Postpone.Reason reason) {
    count("orrery.payment.operations.postponed", operation, reason.name());
  }

  private void count(String name, Operation operation, String outcome) {
    meters
        .counter(name, "action", lower(operation.action().name()), "outcome", lower(outcome))
        .increment();
  }

  private double oldest() {
    return jdbc.sql(
            """
            select coalesce(extract(epoch from clock_timestamp() - min(opened_at)), 0)
              from provider_operation
            """)
        .query(Double.class)
        .single();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
