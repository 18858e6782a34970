package dev.orrery.telemetry;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param tracesPerSecond new traces recorded a second, on average; 0 records none
 * @param burst how many may come at once after a quiet time
 * @param zipkinEndpoint where spans go in Zipkin's format; without it they leave as OTLP
 * @param untracedPaths requests below these paths, served or sent, are neither spans nor metrics
 */
@Validated
@ConfigurationProperties("orrery.telemetry")
record TelemetryProperties(
    @PositiveOrZero @DefaultValue("20") double tracesPerSecond,
    @PositiveOrZero @DefaultValue("20") double burst,
    @Nullable URI zipkinEndpoint,
    @NotNull @DefaultValue({"/actuator", "/eureka", "/livez", "/readyz"})
        List<String> untracedPaths) {}
