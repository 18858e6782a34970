package dev.orrery.gateway.guard;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt is worth another, and after which wait: exponential, with full jitter. Pure.
 */
record RetryPolicy(int attempts, Duration backoff, Duration longestBackoff) {

  private static final Set<Integer> PASSING = Set.of(502, 503, 504);

  /** How an attempt ended. */
  sealed interface Outcome {
    /**
     * @param retryAfter what the upstream asked for
     */
    record Answered(int status, @Nullable Duration retryAfter) implements Outcome {}

    record Failed(Fault fault) implements Outcome {}
  }

  sealed interface Verdict {
    record Again(Duration after) implements Verdict {}

    record Enough(Reason reason) implements Verdict {}
  }

  enum Reason {
    /** There is nothing to repeat. */
    DONE,
    /** Doing it twice may do it twice. */
    NOT_REPEATABLE,
    NO_ATTEMPTS,
    NO_TIME,
    /** The breaker is half open, and has its answer. */
    TRIAL,
    NO_BUDGET
  }

  static RetryPolicy of(GuardSettings.Retry settings) {
    return new RetryPolicy(settings.attempts(), settings.backoff(), settings.longestBackoff());
  }

  /**
   * @param attempt counted from 1
   * @param left of the call's deadline
   */
  Verdict after(
      int attempt, Outcome outcome, boolean repeatable, Duration left, RandomGenerator random) {
    if (!isPassing(outcome)) {
      return new Verdict.Enough(Reason.DONE);
    }
    if (attempt >= attempts) {
      return new Verdict.Enough(attempts == 1 ? Reason.DONE : Reason.NO_ATTEMPTS);
    }
    if (!repeatable) {
      return new Verdict.Enough(Reason.NOT_REPEATABLE);
    }
    Duration wait = wait(attempt, outcome, random);
    return wait.compareTo(longestBackoff) > 0 || wait.compareTo(left) >= 0
        ? new Verdict.Enough(Reason.NO_TIME)
        : new Verdict.Again(wait);
  }

  private static boolean isPassing(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(int status, _) -> PASSING.contains(status);
      case Outcome.Failed(Fault fault) ->
          switch (fault) {
            case UNREACHABLE, TOO_SLOW, BROKEN -> true;
            // The next attempt would ask the same registry.
            case NO_INSTANCE -> false;
          };
    };
  }

  private Duration wait(int attempt, Outcome outcome, RandomGenerator random) {
    long doubled = backoff.toNanos() << Math.min(attempt - 1, 16);
    long bound = Math.min(doubled, longestBackoff.toNanos());
    Duration jittered = Duration.ofNanos(random.nextLong(bound + 1));
    return outcome instanceof Outcome.Answered(_, Duration asked)
            && asked != null
            && asked.compareTo(jittered) > 0
        ? asked
        : jittered;
  }
}
