package dev.orrery.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TraceBudgetTest {

  @Property
  void neverAllowsMoreThanTheBurstAndWhatTimeEarned(
      @ForAll @IntRange(min = 1, max = 1000) int rate,
      @ForAll @IntRange(min = 1, max = 100) int burst,
      @ForAll long start,
      @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 50_000_000) Long> steps) {
    TraceBudget budget = new TraceBudget(rate, burst, start);
    long now = start;
    long allowed = 0;
    for (long step : steps) {
      now += step;
      allowed += budget.allows(now) ? 1 : 0;
    }
    assertThat(allowed).isLessThanOrEqualTo((long) (burst + (now - start) / 1e9 * rate + 1));
  }

  @Property
  void allowsEveryTraceThatComesSlowerThanTheRate(
      @ForAll @IntRange(min = 1, max = 1000) int rate,
      @ForAll long start,
      @ForAll @Size(max = 100) List<@LongRange(min = 0, max = 50_000_000) Long> pauses) {
    TraceBudget budget = new TraceBudget(rate, 1, start);
    long now = start;
    for (long pause : pauses) {
      now += TimeUnit.SECONDS.toNanos(1) / rate + pause;
      assertThat(budget.allows(now)).isTrue();
    }
  }

  @Property
  void aLongRestEarnsNoMoreThanOneBurst(@ForAll @IntRange(min = 1, max = 100) int burst) {
    TraceBudget budget = new TraceBudget(20, burst, 0);
    long later = TimeUnit.HOURS.toNanos(5);
    int allowed = 0;
    for (int trace = 0; trace < 1000; trace++) {
      allowed += budget.allows(later) ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(burst);
  }
}
