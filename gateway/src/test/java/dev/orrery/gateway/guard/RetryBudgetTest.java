package dev.orrery.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  private static final long SECOND = 1_000_000_000L;

  /** Every call fails and wants to be repeated twice; the pauses are in tenths of a second. */
  @Property(tries = 300)
  void repetitionsAreATenthOfTheCallsOfTheWindowOrTheFewThatAreSpare(
      @ForAll @Size(min = 1, max = 400) List<@IntRange(max = 20) Integer> pauses) {
    RetryBudget budget = new RetryBudget(Duration.ofSeconds(10), 10, 3);
    ArrayList<Long> calls = new ArrayList<>();
    ArrayList<Long> repetitions = new ArrayList<>();
    long now = -5 * SECOND;
    for (int pause : pauses) {
      now += pause * SECOND / 10;
      budget.called(now);
      calls.add(now);
      for (int wish = 0; wish < 2; wish++) {
        if (budget.tryRepeat(now)) {
          repetitions.add(now);
        }
      }
      // The oldest slot is forgotten as a whole, so the window is 9 to 10 seconds long.
      assertThat(within(repetitions, now, 9))
          .isLessThanOrEqualTo(Math.max(3, within(calls, now, 10) / 10));
    }
  }

  @Test
  void whatWasLongAgoDoesNotCount() {
    RetryBudget budget = new RetryBudget(Duration.ofSeconds(10), 10, 0);
    for (int call = 0; call < 100; call++) {
      budget.called(0);
    }
    assertThat(budget.left(9 * SECOND)).isEqualTo(10);
    assertThat(budget.tryRepeat(9 * SECOND)).isTrue();
    assertThat(budget.left(9 * SECOND)).isEqualTo(9);
    assertThat(budget.left(10 * SECOND)).isEqualTo(-1);
    assertThat(budget.tryRepeat(10 * SECOND)).isFalse();
    assertThat(budget.left(20 * SECOND)).isZero();
  }

  private static long within(List<Long> times, long now, int seconds) {
    return times.stream().filter(time -> now - time < seconds * SECOND).count();
  }
}
