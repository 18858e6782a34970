package dev.orrery.order.monitor;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.monitor.*}
 *
 * @param enabled whether this instance watches at all
 * @param within how long each promise may take to be kept
 * @param patience how long, after the last that was heard of an order, more may be on its way
 * @param memory how long an order is remembered of which nothing more is to come, and how far back
 *     watching begins after a start
 * @param orders how many are remembered at most
 * @param sweepInterval between two looks for promises that are overdue
 */
@Validated
@ConfigurationProperties("orrery.monitor")
record MonitorProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("5m") @NotNull Duration within,
    @DefaultValue("30s") @NotNull Duration patience,
    @DefaultValue("15m") @NotNull Duration memory,
    @DefaultValue("50000") @Min(1) @Max(1_000_000) int orders,
    @DefaultValue("5s") @NotNull Duration sweepInterval) {

  @AssertTrue(message = "memory must be longer than within and patience together")
  boolean isMemoryLongEnough() {
    return memory.compareTo(within.plus(patience)) > 0;
  }
}
