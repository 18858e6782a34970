package dev.orrery.order.pricing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.pricing.*}
 *
 * @param cacheTtl how old a price may be when an order is placed
 * @param cacheSize how many prices are kept
 */
@Validated
@ConfigurationProperties("orrery.pricing")
record PricingProperties(
    @DefaultValue("5s") @NotNull Duration cacheTtl,
    @DefaultValue("10000") @Min(1) @Max(1_000_000) int cacheSize) {}
