package dev.orrery.telemetry;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/** Switches Boot's OTLP exporter off where a Zipkin endpoint is set: spans go to one store. */
final class ZipkinReplacesOtlp implements EnvironmentPostProcessor, Ordered {

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (isSet(environment)) {
      environment
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "orreryTelemetry", Map.of("management.tracing.export.otlp.enabled", "false")));
    }
  }

  static boolean isSet(PropertyResolver environment) {
    return StringUtils.hasText(environment.getProperty("orrery.telemetry.zipkin-endpoint"));
  }

  /** After configuration files were read. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
