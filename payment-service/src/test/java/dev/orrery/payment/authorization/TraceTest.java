package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.PaymentServiceTest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

@Import(TraceTest.Spans.class)
@TestPropertySource(
    properties = {
      "orrery.telemetry.traces-per-second=1000",
      "orrery.messaging.topic-prefix=payment-trace."
    })
class TraceTest extends PaymentServiceTest {
  @Autowired private ObservationRegistry observations;
  @Autowired private Spans spans;

  @TestConfiguration(proxyBeanMethods = false)
  static class Spans {
    private final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();

    @Bean
    SpanExporter collector() {
      return new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
          ended.addAll(batch);
          return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
          return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
          return CompletableResultCode.ofSuccess();
        }
      };
    }

    SpanData await(String name) {
      return Awaitility.await()
          .until(
              () -> ended.stream().filter(span -> span.getName().equals(name)).findFirst(),
              Optional::isPresent)
          .orElseThrow();
    }
  }

  @Test
  void theCallToTheProviderBelongsToTheTraceOfItsCommand() {
    UUID order = Ids.next();
    Observation.createNotStarted("the order", observations)
        .observe(
            () -> saga.ask(new AuthorizePayment(order, order, new Money(1999, "EUR"), "tok_visa")));
    SpanData root = spans.await("the order");
    SpanData received = spans.await("payment-trace.payment.commands process");
    SpanData operation = spans.await("payment authorize");
    SpanData call = spans.await("http post");
    SpanData reply = spans.await("payment-trace.order.replies send");

    assertThat(List.of(received, operation, call, reply))
        .extracting(SpanData::getTraceId)
        .containsOnly(root.getTraceId());
    assertThat(operation.getParentSpanId()).isEqualTo(received.getSpanId());
    assertThat(call.getParentSpanId()).isEqualTo(operation.getSpanId());
    assertThat(reply.getParentSpanId()).isEqualTo(received.getSpanId());
  }
}
