package dev.orrery.inventory.stock;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.stock.watch.*}
 *
 * @param interval from the end of one look at what is watched to the next
 * @param places how many may watch this instance at once
 */
@Validated
@ConfigurationProperties("orrery.stock.watch")
record WatchProperties(
    @DefaultValue("250ms") @DurationMin(millis = 10) Duration interval,
    @DefaultValue("100") @Min(1) @Max(10_000) int places) {}
