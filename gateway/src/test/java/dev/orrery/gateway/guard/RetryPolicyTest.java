package dev.orrery.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.guard.RetryPolicy.Outcome;
import dev.orrery.gateway.guard.RetryPolicy.Reason;
import dev.orrery.gateway.guard.RetryPolicy.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Duration AMPLE = Duration.ofMinutes(1);
  private static final Outcome BROKEN = new Outcome.Failed(Fault.BROKEN);

  private final RetryPolicy policy =
      new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(50));

  @Property
  void waitsAtRandomBelowABoundThatDoublesAndIsBounded(
      @ForAll @IntRange(min = 1, max = 9) int attempt, @ForAll long seed) {
    RetryPolicy ten = new RetryPolicy(10, Duration.ofMillis(20), Duration.ofMillis(50));
    assertThat(ten.after(attempt, BROKEN, true, AMPLE, new Random(seed)))
        .isInstanceOfSatisfying(
            Verdict.Again.class,
            again ->
                assertThat(again.after())
                    .isBetween(
                        Duration.ZERO,
                        Duration.ofMillis(Math.min(50, 20L << Math.min(attempt - 1, 10)))));
  }

  @Property
  void neverWaitsPastTheDeadline(
      @ForAll @LongRange(min = 0, max = 60) long left, @ForAll long seed) {
    Duration rest = Duration.ofMillis(left);
    if (policy.after(2, BROKEN, true, rest, new Random(seed)) instanceof Verdict.Again again) {
      assertThat(again.after()).isLessThan(rest);
    }
  }

  @Test
  void whatMayBeDoneTwiceByRepeatingIsNotRepeated() {
    assertThat(after(1, BROKEN, false)).isEqualTo(new Verdict.Enough(Reason.NOT_REPEATABLE));
  }

  @Test
  void attemptsAreBounded() {
    assertThat(after(2, BROKEN, true)).isInstanceOf(Verdict.Again.class);
    assertThat(after(3, BROKEN, true)).isEqualTo(new Verdict.Enough(Reason.NO_ATTEMPTS));
  }

  @Test
  void onlyWhatMayPassIsRepeated() {
    for (int status : new int[] {200, 400, 404, 409, 422, 429, 500, 501}) {
      assertThat(after(1, new Outcome.Answered(status, null), true))
          .isEqualTo(new Verdict.Enough(Reason.DONE));
    }
    for (int status : new int[] {502, 503, 504}) {
      assertThat(after(1, new Outcome.Answered(status, null), true))
          .isInstanceOf(Verdict.Again.class);
    }
    assertThat(after(1, new Outcome.Failed(Fault.NO_INSTANCE), true))
        .isEqualTo(new Verdict.Enough(Reason.DONE));
  }

  @Test
  void whoAsksForTimeIsGivenItOrNotAskedAgain() {
    assertThat(after(1, new Outcome.Answered(503, Duration.ofMillis(45)), true))
        .isEqualTo(new Verdict.Again(Duration.ofMillis(45)));
    assertThat(after(1, new Outcome.Answered(503, Duration.ofSeconds(1)), true))
        .isEqualTo(new Verdict.Enough(Reason.NO_TIME));
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    assertThat(RetryAfter.parse("7", clock)).isEqualTo(Duration.ofSeconds(7));
    assertThat(RetryAfter.parse("Sat, 21 Nov 2026 10:00:09 GMT", clock))
        .isEqualTo(Duration.ofSeconds(9));
    assertThat(RetryAfter.parse("Sat, 21 Nov 2026 09:00:00 GMT", clock)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", clock)).isNull();
    assertThat(RetryAfter.parse(null, clock)).isNull();
    assertThat(RetryAfter.header(Duration.ofMillis(1001))).isEqualTo("2");
    assertThat(RetryAfter.header(Duration.ZERO)).isEqualTo("1");
  }

  private Verdict after(int attempt, Outcome outcome, boolean repeatable) {
    return policy.after(attempt, outcome, repeatable, AMPLE, new Random(7));
  }
}
