package dev.orrery.messaging;

import dev.orrery.messaging.DeadLetter.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;

/** How many letters wait, and for how long, asked of the database when somebody looks. */
final class DeadLetterMetrics implements MeterBinder {
  private final DeadLetterStore store;

  DeadLetterMetrics(DeadLetterStore store) {
    this.store = store;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("orrery.dead.letters.kept", store, letters -> letters.open(Status.KEPT))
        .description("dead letters nobody has decided on")
        .register(registry);
    Gauge.builder("orrery.dead.letters.queued", store, letters -> letters.open(Status.QUEUED))
        .description("dead letters to be redriven")
        .register(registry);
    TimeGauge.builder(
            "orrery.dead.letters.age",
            store,
            TimeUnit.SECONDS,
            DeadLetterStore::secondsSinceOldestKept)
        .description("since the oldest unsettled dead letter failed")
        .register(registry);
  }
}
