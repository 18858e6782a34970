package dev.orrery.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ComplainingOnceAMinuteTest {

  private final AtomicLong now = new AtomicLong();
  private final SpanExporter exporter = new ComplainingOnceAMinute(new Unreachable(), now::get);

  @Test
  void saysOnceAMinuteHowManySpansWereLost(CapturedOutput output) {
    for (int second = 0; second <= 60; second++) {
      now.set(TimeUnit.SECONDS.toNanos(second));
      assertThat(exporter.export(Collections.nCopies(10, null)).isSuccess()).isFalse();
    }
    assertThat(output).containsOnlyOnce("10 spans lost").containsOnlyOnce("600 spans lost");
  }

  private static final class Unreachable implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofFailure();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
