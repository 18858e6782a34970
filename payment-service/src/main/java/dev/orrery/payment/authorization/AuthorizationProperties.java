package dev.orrery.payment.authorization;

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
 * {@code orrery.payment.*}
 *
 * @param lease how long an operation belongs to the instance that took it up; after that it must
 *     have died, and any other goes on. Two calls to the provider must fit into it
 * @param pollInterval how often an instance looks for operations that are due
 * @param doubtsPerRound answers that stay unclear before an operation is laid aside for a while
 * @param firstRetry the longest wait after the first failure; doubles with each further one
 * @param longestRetry the longest wait of all
 * @param authorizationTtl how long the money is held for an order that says no more; longer than
 *     any saga needs to its pivot
 * @param sweepInterval from the end of one search for overdue authorizations to the next
 * @param sweepBatch how many of them one transaction gives back
 * @param highWater operations open, in all instances, when commands are left in Kafka
 * @param lowWater operations open when commands are taken in again
 * @param grace how long a stopping instance lets operations end
 */
@Validated
@ConfigurationProperties("orrery.payment")
record AuthorizationProperties(
    @DefaultValue("12s") @DurationMin(seconds = 1) @DurationMax(seconds = 14) Duration lease,
    @DefaultValue("500ms") @DurationMin(millis = 10) @DurationMax(seconds = 10)
        Duration pollInterval,
    @DefaultValue("3") @Min(1) @Max(10) int doubtsPerRound,
    @DefaultValue("200ms") @DurationMin(millis = 1) Duration firstRetry,
    @DefaultValue("10s") @DurationMin(millis = 1) @DurationMax(minutes = 10) Duration longestRetry,
    @DefaultValue("1h") @DurationMin(minutes = 1) Duration authorizationTtl,
    @DefaultValue("30s") @DurationMin(millis = 100) Duration sweepInterval,
    @DefaultValue("200") @Min(1) @Max(10_000) int sweepBatch,
    @DefaultValue("1000") @Min(1) @Max(1_000_000) int highWater,
    @DefaultValue("500") @Min(0) int lowWater,
    @DefaultValue("5s") @DurationMax(seconds = 30) Duration grace) {

  /**
   * Of the operations that are open.
   *
   * @throws IllegalArgumentException when the low one is not below the high one
   */
  WaterMarks operationMarks() {
    return new WaterMarks(highWater, lowWater);
  }

  Backoff backoff() {
    return new Backoff(firstRetry, longestRetry);
  }
}
