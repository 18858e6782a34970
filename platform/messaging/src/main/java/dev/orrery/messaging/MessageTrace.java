package dev.orrery.messaging;

import org.jspecify.annotations.Nullable;

/** The span under which one message is processed. */
public interface MessageTrace {

  /** W3C trace context of the span, or null where tracing is off. */
  @Nullable String traceparent();

  /** Runs with the span current, so that logs and client spans inside belong to it. */
  void within(Runnable work);
}
