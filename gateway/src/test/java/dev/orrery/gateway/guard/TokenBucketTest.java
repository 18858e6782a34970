package dev.orrery.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.guard.RateLimiter.Algorithm;
import dev.orrery.gateway.guard.RateLimiter.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  @Property
  void letsNoMoreThroughInAnyStretchThanTheBurstAndWhatFlowsInMeanwhile(
      @ForAll @IntRange(min = 1, max = 1000) int quota,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @Size(max = 300) List<@DoubleRange(max = 5) Double> pausesInCalls) {
    Limit limit = new Limit(Algorithm.TOKEN_BUCKET, quota, Duration.ofSeconds(1), burst);
    List<Double> allowed = new ArrayList<>();
    TokenBucket bucket = TokenBucket.FULL;
    double now = 1_000_000_000;
    for (double pause : pausesInCalls) {
      now += pause * limit.microsPerCall() / 2;
      TokenBucket.Taken taken = bucket.take(limit, now);
      bucket = taken.bucket();
      if (taken.verdict().allowed()) {
        allowed.add(now);
      }
    }
    for (int from = 0; from < allowed.size(); from++) {
      for (int to = from; to < allowed.size(); to++) {
        double stretch = allowed.get(to) - allowed.get(from);
        assertThat(to - from + 1)
            .isLessThanOrEqualTo((int) (burst + stretch / limit.microsPerCall() + 1e-3));
      }
    }
  }

  /** The trap: an interval of a third of a microsecond more than whole ones, lost at each call. */
  @Test
  void losesNoFractionOfACall() {
    Limit limit = new Limit(Algorithm.TOKEN_BUCKET, 3, Duration.ofSeconds(1), 1);
    TokenBucket bucket = TokenBucket.FULL;
    int allowed = 0;
    for (long now = 0; now < 1_000_000_000L; now += 1_000) {
      TokenBucket.Taken taken = bucket.take(limit, now);
      bucket = taken.bucket();
      allowed += taken.verdict().allowed() ? 1 : 0;
    }
    // A call waits for the next millisecond: at most one in a thousand of its interval is lost.
    assertThat(allowed).isBetween(2990, 3000);
  }

  @Property
  void whoWaitsAsLongAsToldIsLetThrough(
      @ForAll @IntRange(min = 1, max = 5000) int quota,
      @ForAll @IntRange(min = 1, max = 5) int burst) {
    Limit limit = new Limit(Algorithm.TOKEN_BUCKET, quota, Duration.ofSeconds(1), burst);
    TokenBucket bucket = TokenBucket.FULL;
    TokenBucket.Taken taken = bucket.take(limit, 0);
    int left = burst;
    while (taken.verdict().allowed()) {
      assertThat(taken.verdict().left()).isEqualTo(--left);
      taken = taken.bucket().take(limit, 0);
    }
    double later = taken.verdict().delay().toNanos() / 1000.0;
    assertThat(taken.bucket().take(limit, later).verdict().allowed()).isTrue();
  }
}
