package dev.orrery.messaging;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries traces across waiting places: a table, a timer, another thread. Trace contexts are W3C
 * {@code traceparent} values. Thread-safe; does nothing where tracing is off.
 */
public final class MessageTraces {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

  private final Tracer tracer;

  MessageTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The current span as a parent for later work, or null where there is none. */
  public @Nullable String currentTraceparent() {
    Span span = tracer.currentSpan();
    return span == null ? null : traceparent(span.context());
  }

  /** The current trace's id, or null where there is none. */
  public @Nullable String currentTraceId() {
    Span span = tracer.currentSpan();
    return span == null || span.context().traceId().isEmpty() ? null : span.context().traceId();
  }

  /** Runs the work in a new span of that name, a child of the given context. */
  public void within(@Nullable String traceparent, String name, Runnable work) {
    Span.Builder builder = tracer.spanBuilder().name(name);
    context(traceparent).ifPresent(builder::setParent);
    Span span = builder.start();
    try (var scope = tracer.withSpan(span)) {
      work.run();
    } catch (RuntimeException e) {
      span.error(e);
      throw e;
    } finally {
      span.end();
    }
  }

  /** Runs the work as if the given context's span were the current one. */
  public void continuing(@Nullable String traceparent, Runnable work) {
    under(
        traceparent,
        () -> {
          work.run();
          return true;
        });
  }

  /** Does the work as if the given context's span were the current one. */
  public <T> T under(@Nullable String traceparent, Supplier<T> work) {
    TraceContext parent = context(traceparent).orElse(null);
    try (var scope = tracer.currentTraceContext().newScope(parent)) {
      return work.get();
    }
  }

  static @Nullable String traceparent(TraceContext context) {
    if (context.traceId().isEmpty() || context.spanId().isEmpty()) {
      return null;
    }
    String flags = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
    return "00-" + context.traceId() + "-" + context.spanId() + "-" + flags;
  }

  private Optional<TraceContext> context(@Nullable String traceparent) {
    if (traceparent == null) {
      return Optional.empty();
    }
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
    return Optional.of(
        tracer
            .traceContextBuilder()
            .traceId(matcher.group(1))
            .spanId(matcher.group(2))
            .sampled(sampled)
            .build());
  }
}
