package dev.orrery.inventory.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.CacheControl;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.catalog.*}
 *
 * @param importBatch products of an import that one transaction writes
 * @param importPatience how long an import waits for the end of another
 * @param fresh what is shown may be shown again for so long, by any cache on the way
 * @param staleWhileRevalidating and so much longer while it is asked for anew
 * @param staleIfError and so much longer while it cannot be asked for
 */
@Validated
@ConfigurationProperties("orrery.catalog")
record CatalogProperties(
    @DefaultValue("100") @Min(1) @Max(10_000) int importBatch,
    @DefaultValue("2s") @DurationMin(millis = 0) @DurationMax(minutes = 1) Duration importPatience,
    @DefaultValue("1s") @NotNull @DurationMin @DurationMax(hours = 1) Duration fresh,
    @DefaultValue("1s") @NotNull @DurationMin @DurationMax(hours = 1)
        Duration staleWhileRevalidating,
    @DefaultValue("1m") @NotNull @DurationMin @DurationMax(days = 1) Duration staleIfError) {

  /** Whole seconds: HTTP knows no others. */
  CacheControl caching() {
    return CacheControl.maxAge(fresh)
        .cachePublic()
        .staleWhileRevalidate(staleWhileRevalidating)
        .staleIfError(staleIfError);
  }
}
