package dev.orrery.cache;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.cache.*}
 *
 * @param caches settings by the name of the cache; one that is not named has the defaults
 * @param keyRenewal how often a cache that turns strangers away reads all keys there are
 */
@Validated
@ConfigurationProperties("orrery.cache")
public record CacheProperties(
    @DefaultValue Map<String, @Valid Settings> caches,
    @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(days = 1) Duration keyRenewal) {

  Settings of(String name) {
    return caches.getOrDefault(name, Settings.DEFAULTS);
  }

  /** Where values are kept. Changes are told to every instance all the same. */
  public enum Levels {
    /** In memory, and in Redis for all. */
    BOTH,
    /** In memory alone: for what is cheap to load or not worth a trip. */
    LOCAL,
    /** In Redis alone: for what is large, or must be the same for all. */
    REMOTE
  }

  /**
   * @param levels where values are kept
   * @param size values in the memory of an instance, at most
   * @param localTtl how long one is kept there: how stale an instance may be that hears nothing
   * @param refreshAhead after how many percent of that somebody who asks for it has it looked up
   *     again, in the background; 100 for not at all
   * @param ttl how long one is kept in Redis
   * @param jitter by how many percent a time to live may fall short, at random, so that what was
   *     stored together does not go together
   * @param negativeTtl how long it is remembered that there is no such thing
   * @param loads under way at once in an instance, at most
   * @param loadWait how long a load waits for its place, and at most for another instance's load
   */
  public record Settings(
      @DefaultValue("both") Levels levels,
      @DefaultValue("10000") @Min(1) @Max(10_000_000) int size,
      @DefaultValue("30s") @DurationMin(millis = 10) @DurationMax(days = 1) Duration localTtl,
      @DefaultValue("75") @Min(1) @Max(100) int refreshAhead,
      @DefaultValue("5m") @DurationMin(millis = 10) @DurationMax(days = 30) Duration ttl,
      @DefaultValue("10") @Min(0) @Max(90) int jitter,
      @DefaultValue("5s") @DurationMin(millis = 1) @DurationMax(hours = 1) Duration negativeTtl,
      @DefaultValue("8") @Min(1) @Max(1_000) int loads,
      @DefaultValue("1s") @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration loadWait) {

    static final Settings DEFAULTS =
        new Settings(
            Levels.BOTH,
            10_000,
            Duration.ofSeconds(30),
            75,
            Duration.ofMinutes(5),
            10,
            Duration.ofSeconds(5),
            8,
            Duration.ofSeconds(1));

    Duration fresh() {
      return localTtl.multipliedBy(refreshAhead).dividedBy(100);
    }
  }
}
