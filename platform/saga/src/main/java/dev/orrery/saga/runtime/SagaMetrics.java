package dev.orrery.saga.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Sagas started and ended, how long they took, how many are open, the age of the oldest. */
final class SagaMetrics {
  private final MeterRegistry meters;

  SagaMetrics(MeterRegistry meters, SagaQueries queries, RegisteredSagas sagas) {
    this.meters = meters;
    sagas.names().forEach(this::answersToAbandoned);
    Gauge.builder("orrery.saga.open", queries, SagaQueries::open)
        .description("sagas that have not ended")
        .register(meters);
    Gauge.builder("orrery.saga.unknown", queries, SagaQueries::openOfUnknownVersion)
        .description("sagas that have not ended, of a version this service does not know")
        .register(meters);
    TimeGauge.builder(
            "orrery.saga.open.age",
            queries,
            TimeUnit.SECONDS,
            SagaQueries::secondsSinceOldestOpenStarted)
        .description("time since the oldest saga that has not ended was started")
        .register(meters);
  }

  /** What a participant has answered to a saga that was abandoned before. */
  void answeredAfterAbandonment(String saga) {
    answersToAbandoned(saga).increment();
  }

  private Counter answersToAbandoned(String saga) {
    return Counter.builder("orrery.saga.abandoned.answers")
        .description("answers to sagas that were abandoned before")
        .tag("saga", saga)
        .register(meters);
  }

  void started(String saga) {
    Counter.builder("orrery.saga.started").tag("saga", saga).register(meters).increment();
  }

  void ended(Instance<?> instance, Instant now) {
    Timer.builder("orrery.saga.duration")
        .tag("saga", instance.saga().definition().name())
        .tag("outcome", instance.state().status().name().toLowerCase(java.util.Locale.ROOT))
        .publishPercentileHistogram()
        .register(meters)
        .record(Duration.between(instance.startedAt(), now));
  }
}
