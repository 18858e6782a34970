package dev.orrery.inventory.stock;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How reservations end by themselves.
 *
 * @param reservationTtl how long pieces are set aside for an order that says no more; longer than
 *     any saga lives
 * @param sweepInterval from the end of one search for overdue reservations to the next
 * @param sweepBatch how many of them one transaction puts back
 */
@Validated
@ConfigurationProperties("orrery.stock")
record StockProperties(
    @DefaultValue("15m") @DurationMin(seconds = 1) Duration reservationTtl,
    @DefaultValue("5s") @DurationMin(millis = 100) Duration sweepInterval,
    @DefaultValue("200") @Min(1) @Max(10_000) int sweepBatch) {}
