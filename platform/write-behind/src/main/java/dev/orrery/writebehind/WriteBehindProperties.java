package dev.orrery.writebehind;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.write-behind.*}
 *
 * @param shards of each buffer, each written by one instance at a time; changed only while nothing
 *     is dirty
 * @param capacity values of a buffer that may be dirty or set aside, in all; more are refused
 * @param slowFrom percent of the capacity from where on writers are slowed
 * @param longestSlowing how long a writer is held up just before it would be refused
 * @param delay how long a value may go on changing before it is due; within it, changes are one
 * @param interval how often an instance looks whether there is something to write
 * @param batch values in a transaction, at most
 * @param keep how long Redis keeps a value that is not dirty
 * @param attempts to write a value which the database refuses, before it is set aside
 * @param backoff before the second attempt; doubled each time
 * @param longestBackoff between two attempts
 * @param flushLimit how long a service that stops goes on to write
 */
@Validated
@ConfigurationProperties("orrery.write-behind")
public record WriteBehindProperties(
    @DefaultValue("4") @Min(1) @Max(64) int shards,
    @DefaultValue("20000") @Min(64) @Max(10_000_000) int capacity,
    @DefaultValue("75") @Min(1) @Max(100) int slowFrom,
    @DefaultValue("50ms") @DurationMax(seconds = 5) Duration longestSlowing,
    @DefaultValue("500ms") @DurationMax(minutes = 10) Duration delay,
    @DefaultValue("200ms") @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration interval,
    @DefaultValue("200") @Min(1) @Max(5_000) int batch,
    @DefaultValue("30m") @DurationMin(millis = 1) @DurationMax(days = 30) Duration keep,
    @DefaultValue("5") @Min(1) @Max(100) int attempts,
    @DefaultValue("500ms") @DurationMin(millis = 1) @DurationMax(minutes = 10) Duration backoff,
    @DefaultValue("30s") @DurationMin(millis = 1) @DurationMax(hours = 1) Duration longestBackoff,
    @DefaultValue("10s") @DurationMax(minutes = 5) Duration flushLimit) {

  @AssertTrue(message = "longest-backoff is not shorter than backoff")
  boolean isBackoffInOrder() {
    return longestBackoff.compareTo(backoff) >= 0;
  }

  int capacityOfAShard() {
    return Math.max(1, capacity / shards);
  }

  /** Before the next attempt after so many failures. */
  Duration backoff(int failures) {
    Duration wait = backoff.multipliedBy(1L << Math.min(20, Math.max(0, failures - 1)));
    return wait.compareTo(longestBackoff) < 0 ? wait : longestBackoff;
  }

  /** How long to hold up a writer whose shard is filled so far. */
  Duration slowing(int filled) {
    double share = 100.0 * filled / capacityOfAShard();
    if (share <= slowFrom) {
      return Duration.ZERO;
    }
    double steep = Math.min(1, (share - slowFrom) / Math.max(1, 100 - slowFrom));
    return Duration.ofNanos((long) (steep * longestSlowing.toNanos()));
  }
}
