package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.RateLimiter.Algorithm;
import dev.orrery.gateway.guard.RateLimiter.Limit;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of one route: {@code orrery.guards.routes.NAME}, and where that is silent {@code
 * orrery.guards.defaults}.
 *
 * @param deadline from letting a call in until its answer begins, whatever is tried for it
 * @param hedge a second request while the first is under way
 * @param attemptTimeout for one attempt to begin to answer; unset, all that is left of the deadline
 */
public record GuardSettings(
    @NotNull @DurationMin(millis = 1) @DefaultValue("3s") Duration deadline,
    @NotNull @Valid @DefaultValue RateLimit rateLimit,
    @NotNull @Valid @DefaultValue Bulkhead bulkhead,
    @NotNull @Valid @DefaultValue Breaker breaker,
    @NotNull @Valid @DefaultValue Retry retry,
    @NotNull @Valid @DefaultValue Hedge hedge,
    @Nullable @DurationMin(millis = 1) Duration attemptTimeout) {

  /**
   * @param algorithm none, token bucket, fixed or sliding window
   * @param per for whom calls are counted together
   * @param quota calls within the window, for a caller of no plan
   * @param burst how many a full bucket lets through at once; unset, as many as the quota
   * @param whenAway what to do while the limiter that all gateways share does not answer
   * @param localShare percent of the quota that this instance then allows by itself
   */
  public record RateLimit(
      @NotNull @DefaultValue("none") Algorithm algorithm,
      @NotNull @DefaultValue("caller") Per per,
      @Positive @Max(1_000_000) @DefaultValue("100") int quota,
      @NotNull @DurationMin(millis = 10) @DurationMax(days = 1) @DefaultValue("1s") Duration window,
      @Nullable @Positive @Max(1_000_000) Integer burst,
      @NotNull @DefaultValue("local") WhenAway whenAway,
      @Min(1) @Max(100) @DefaultValue("50") int localShare) {

    private static final int REMEMBERED = 10_000;

    public enum Per {
      CALLER,
      ADDRESS,
      ROUTE
    }

    public enum WhenAway {
      LOCAL,
      CLOSED
    }

    public RateLimit {
      if (algorithm == Algorithm.SLIDING_WINDOW && quota > REMEMBERED) {
        throw new IllegalArgumentException(
            "a sliding window remembers every call, and so no more than " + REMEMBERED);
      }
    }

    Limit limit(int times) {
      return new Limit(
          algorithm, (long) quota * times, window, (long) (burst == null ? quota : burst) * times);
    }
  }

  /**
   * @param places for calls at once, each until its answer is relayed
   * @param queue how many more may wait for a place; the next is refused at once
   * @param patience of those who wait for a place, at most
   * @param callerShare percent of all places and of the queue that one caller may hold; at 100 who
   *     calls makes no difference
   */
  public record Bulkhead(
      @Positive @DefaultValue("128") int places,
      @PositiveOrZero @DefaultValue("32") int queue,
      @NotNull @DurationMin @DefaultValue("100ms") Duration patience,
      @Min(1) @Max(100) @DefaultValue("75") int callerShare) {

    /** At least one, or nobody could call. */
    int placesOfACaller() {
      return callerShare == 100
          ? Integer.MAX_VALUE
          : Math.max(1, Math.ceilDiv((places + queue) * callerShare, 100));
    }
  }

  /**
   * @param window over which calls are counted
   * @param minimumCalls in the window before a rate means anything
   * @param failureRate in percent, at which the breaker opens
   * @param slowCall what takes longer is slow, though it succeeds
   * @param slowCallRate in percent, at which the breaker opens
   * @param openFor how long it then refuses everything
   * @param trialCalls let through afterwards to find out whether to close
   */
  public record Breaker(
      @NotNull @DurationMin(seconds = 1) @DefaultValue("10s") Duration window,
      @Positive @DefaultValue("20") int minimumCalls,
      @DecimalMin("1") @DecimalMax("100") @DefaultValue("50") float failureRate,
      @NotNull @DurationMin(millis = 1) @DefaultValue("2s") Duration slowCall,
      @DecimalMin("1") @DecimalMax("100") @DefaultValue("80") float slowCallRate,
      @NotNull @DurationMin(millis = 1) @DefaultValue("5s") Duration openFor,
      @Positive @DefaultValue("5") int trialCalls) {}

  /**
   * @param attempts for one call, the first among them; 1 repeats nothing
   * @param backoff bound of the random wait before the second attempt; doubled for each further one
   * @param longestBackoff bound of all waits; who asks for more by {@code Retry-After} is not asked
   *     again
   * @param budget in percent of the route's calls within the window, how many may be repeated
   * @param spare repetitions within the window that are allowed however few the calls are
   * @param window over which calls and repetitions are counted
   */
  public record Retry(
      @Min(1) @Max(10) @DefaultValue("2") int attempts,
      @NotNull @DurationMin @DefaultValue("25ms") Duration backoff,
      @NotNull @DurationMin @DefaultValue("1s") Duration longestBackoff,
      @PositiveOrZero @Max(100) @DefaultValue("10") int budget,
      @PositiveOrZero @DefaultValue("3") int spare,
      @NotNull @DurationMin(seconds = 1) @DefaultValue("10s") Duration window) {}

  /**
   * @param percentile of recent calls; who takes longer than so many percent of them is asked
   *     elsewhere as well. 0 hedges nothing
   * @param soonest however quick calls are
   */
  public record Hedge(
      @Min(0) @Max(99) @DefaultValue("0") int percentile,
      @NotNull @DurationMin(millis = 1) @DefaultValue("10ms") Duration soonest) {}
}
