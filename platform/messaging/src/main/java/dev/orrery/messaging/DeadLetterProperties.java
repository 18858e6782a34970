package dev.orrery.messaging;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.messaging.dead-letters.*}
 *
 * @param retention how long after its failure a letter is kept, whatever became of it
 * @param limit letters kept; above it the oldest go first
 * @param redrivesPerSecond of queued letters, in one instance
 */
@Validated
@ConfigurationProperties("orrery.messaging.dead-letters")
public record DeadLetterProperties(
    @DefaultValue("30d") @NotNull Duration retention,
    @DefaultValue("100000") @Min(1) @Max(10_000_000) int limit,
    @DefaultValue("20") @Min(1) @Max(1000) int redrivesPerSecond) {}
