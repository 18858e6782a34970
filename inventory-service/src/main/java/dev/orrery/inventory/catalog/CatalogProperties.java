package dev.orrery.inventory.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.catalog.*}
 *
 * @param importBatch products of an import that one transaction writes
 * @param importPatience how long an import waits for the end of another
 */
@Validated
@ConfigurationProperties("orrery.catalog")
record CatalogProperties(
    @DefaultValue("100") @Min(1) @Max(10_000) int importBatch,
    @DefaultValue("2s") @DurationMin(millis = 0) @DurationMax(minutes = 1)
        Duration importPatience) {}
