package dev.orrery.order.placement;

import dev.orrery.messaging.WaterMarks;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.placement.admission.*}
 *
 * @param highWater sagas that have not ended when no more orders are taken
 * @param lowWater sagas that have not ended when orders are taken again
 * @param retryAfter what a refused caller is told to wait
 */
@Validated
@ConfigurationProperties("orrery.placement.admission")
record AdmissionProperties(
    @DefaultValue("5000") @Min(1) @Max(1_000_000) int highWater,
    @DefaultValue("4000") @Min(0) int lowWater,
    @DefaultValue("5s") @DurationMin(seconds = 1) @DurationMax(minutes = 5) Duration retryAfter) {

  /**
   * Of the sagas that have not ended.
   *
   * @throws IllegalArgumentException when the low one is not below the high one
   */
  WaterMarks sagaMarks() {
    return new WaterMarks(highWater, lowWater);
  }
}
