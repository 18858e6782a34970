package dev.orrery.telemetry;

import io.micrometer.observation.ObservationPredicate;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import zipkin2.reporter.urlconnection.URLConnectionSender;

@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@EnableConfigurationProperties(TelemetryProperties.class)
class TelemetryAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Sampler traceSampler(TelemetryProperties properties) {
    return BudgetSampler.of(properties.tracesPerSecond(), properties.burst(), System::nanoTime);
  }

  @Bean
  @ConditionalOnMissingBean
  SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
    return SpanExporters.of(
        exporters
            .orderedStream()
            .map(exporter -> new ComplainingOnceAMinute(exporter, System::nanoTime))
            .toList());
  }

  @Configuration(proxyBeanMethods = false)
  @Conditional(ZipkinIsSet.class)
  static class Zipkin {

    @Bean
    @ConditionalOnMissingBean
    ZipkinSpanExporter zipkinSpanExporter(TelemetryProperties properties) {
      return ZipkinSpanExporter.builder()
          .setSender(
              URLConnectionSender.newBuilder()
                  .endpoint(Objects.requireNonNull(properties.zipkinEndpoint()).toString())
                  .connectTimeout(1_000)
                  .readTimeout(3_000)
                  .build())
          .build();
    }
  }

  /** A blank endpoint is none: a deployment may hand an empty variable through. */
  static final class ZipkinIsSet implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return ZipkinReplacesOtlp.isSet(context.getEnvironment());
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ServerRequestObservationContext.class)
  static class Requests {

    @Bean
    ObservationPredicate untracedRequests(TelemetryProperties properties) {
      return new UntracedRequests(properties.untracedPaths());
    }
  }
}
