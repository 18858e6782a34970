package dev.orrery.messaging;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record being handled: the span of its processing, and its message once it could be read. */
record Delivery<T>(
    ConsumerRecord<String, byte[]> record, Observation observation, Inbound<T> message) {

  void succeeded() {
    observation.stop();
  }

  void failed(Throwable cause) {
    observation.error(cause);
    observation.stop();
  }

  /** The span of an observation, as seen by handlers. */
  record ObservedTrace(Observation observation) implements MessageTrace {
    @Override
    public @Nullable String traceparent() {
      TracingContext tracing = observation.getContextView().get(TracingContext.class);
      return tracing == null || tracing.getSpan() == null
          ? null
          : MessageTraces.traceparent(tracing.getSpan().context());
    }

    @Override
    public void within(Runnable work) {
      try (var scope = observation.openScope()) {
        work.run();
      }
    }
  }
}
