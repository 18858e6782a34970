package dev.orrery.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exports through another exporter and says in one line, at most once a minute, what was lost. */
final class ComplainingOnceAMinute implements SpanExporter {

  private static final Logger log = LoggerFactory.getLogger(ComplainingOnceAMinute.class);
  private static final long SILENCE = Duration.ofMinutes(1).toNanos();

  private final SpanExporter exporter;
  private final LongSupplier nanoTime;
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong quietUntil;

  ComplainingOnceAMinute(SpanExporter exporter, LongSupplier nanoTime) {
    this.exporter = exporter;
    this.nanoTime = nanoTime;
    this.quietUntil = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> {
      if (!result.isSuccess()) {
        complain(spans.size(), result.getFailureThrowable());
      }
    });
    return result;
  }

  private void complain(int spans, @Nullable Throwable cause) {
    lost.addAndGet(spans);
    long now = nanoTime.getAsLong();
    long quiet = quietUntil.get();
    if (now - quiet >= 0 && quietUntil.compareAndSet(quiet, now + SILENCE)) {
      log.warn(
          "The trace store cannot be reached: {} spans lost{}",
          lost.getAndSet(0),
          cause == null ? "" : " (" + cause + ")");
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
