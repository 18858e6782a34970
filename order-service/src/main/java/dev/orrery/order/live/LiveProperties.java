package dev.orrery.order.live;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.live.*}
 *
 * @param maxWatches requests that wait for an order, and streams, at the same time in one instance
 * @param heartbeat between two signs of life on a quiet stream
 * @param longestStream after which a stream ends and the browser opens a new one
 */
@Validated
@ConfigurationProperties("orrery.live")
record LiveProperties(
    @DefaultValue("1000") @Min(1) @Max(100_000) int maxWatches,
    @DefaultValue("10s") @NotNull Duration heartbeat,
    @DefaultValue("10m") @NotNull Duration longestStream) {}
