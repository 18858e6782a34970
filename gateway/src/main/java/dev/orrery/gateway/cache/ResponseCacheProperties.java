package dev.orrery.gateway.cache;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.response-cache.*}
 *
 * @param routes whose answers are kept, where the upstream allows it
 * @param size of all that is kept together, in memory
 * @param largest answer that is kept; it is held in memory before it is passed on
 * @param patience of those who wait for the answer that another has asked for; then each asks
 */
@Validated
@ConfigurationProperties("orrery.response-cache")
record ResponseCacheProperties(
    @NotNull @DefaultValue Set<@NotBlank String> routes,
    @NotNull @DefaultValue("32MB") DataSize size,
    @NotNull @DefaultValue("256KB") DataSize largest,
    @NotNull @DurationMin @DurationMax(minutes = 1) @DefaultValue("2s") Duration patience) {

  private static final DataSize MOST = DataSize.ofMegabytes(16);

  ResponseCacheProperties {
    if (largest.compareTo(size) > 0 || largest.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "orrery.response-cache.largest must be no more than %s, nor than size".formatted(MOST));
    }
  }
}
