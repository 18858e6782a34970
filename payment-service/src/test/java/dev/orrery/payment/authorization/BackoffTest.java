package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  @Property
  void isAnywhereBetweenNothingAndTheDoubledCeiling(
      @ForAll @IntRange(min = 1, max = 1_000_000) int attempt,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
    double ceiling = Math.min(200 * Math.pow(2, attempt - 1.0), 10_000);
    assertThat(backoff.after(attempt, random))
        .isBetween(Duration.ZERO, Duration.ofNanos((long) (ceiling * 1e6 * random) + 1));
  }
}
