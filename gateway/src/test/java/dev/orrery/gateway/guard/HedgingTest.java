package dev.orrery.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a second request is worth sending. */
class HedgingTest {

  private static final Duration LONG = Duration.ofSeconds(3);

  private static Hedging of(int percentile, Duration soonest) {
    return new Hedging(new GuardSettings.Hedge(percentile, soonest));
  }

  private static void took(Hedging hedging, int calls, Duration each) {
    for (int call = 0; call < calls; call++) {
      hedging.took(each);
    }
  }

  @Test
  void nothingIsHedgedUntilItIsKnownWhatIsSlow() {
    Hedging hedging = of(95, Duration.ofMillis(1));
    took(hedging, 31, Duration.ofMillis(10));
    assertThat(hedging.after(true, LONG, 0)).isEmpty();
    took(hedging, 1, Duration.ofMillis(10));
    assertThat(hedging.after(true, LONG, 0)).hasValue(Duration.ofMillis(10));
  }

  @Test
  void whatWouldBeDoneTwiceOrComeTooLateOrIsSwitchedOffIsNotHedged() {
    Hedging hedging = of(95, Duration.ofMillis(1));
    took(hedging, 64, Duration.ofMillis(10));
    assertThat(hedging.after(false, LONG, 0)).isEmpty();
    assertThat(hedging.after(true, Duration.ofMillis(20), 0)).isEmpty();
    Hedging off = of(0, Duration.ofMillis(1));
    took(off, 64, Duration.ofMillis(10));
    assertThat(off.after(true, LONG, 0)).isEmpty();
  }

  @Test
  void waitsForThePercentileOfTheLastCallsAndNoLessThanTheSoonest() {
    Hedging hedging = of(95, Duration.ofMillis(5));
    Random random = new Random(1);
    for (int call = 0; call < 5_000; call++) {
      hedging.took(Duration.ofMillis(random.nextInt(100)));
    }
    assertThat(hedging.after(true, LONG, 0).orElseThrow())
        .isBetween(Duration.ofMillis(90), Duration.ofMillis(99));
    took(hedging, 600, Duration.ofMillis(1));
    assertThat(hedging.after(true, LONG, 0)).hasValue(Duration.ofMillis(5));
  }

  @Test
  void whoIsAloneIsNotHedgedForAWhile() {
    Hedging hedging = of(95, Duration.ofMillis(1));
    took(hedging, 64, Duration.ofMillis(10));
    hedging.foundNoOther(100);
    assertThat(hedging.after(true, LONG, 200)).isEmpty();
    assertThat(hedging.after(true, LONG, 100 + Duration.ofSeconds(5).toNanos())).isPresent();
  }
}
