package dev.orrery.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

  private final TimeLimit timeLimit = new TimeLimit();

  @AfterEach
  void close() {
    timeLimit.close();
  }

  @Test
  void workThatIsDoneInTimeIsLeftAlone() throws Exception {
    assertThat(timeLimit.within(Duration.ofMinutes(1), () -> "done")).isEqualTo("done");
    assertThatThrownBy(() ->
            timeLimit.within(
                Duration.ofMinutes(1),
                () -> {
                  throw new IOException("its own");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("its own");
  }

  @Test
  void workThatIsNotDoneInTimeIsInterrupted() {
    assertThatThrownBy(() -> timeLimit.within(Duration.ofMillis(20), TimeLimitTest::never))
        .isInstanceOf(TimeLimitExceeded.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void workThatEndsAsTheAlarmRingsLeavesNoInterruptBehind() throws Exception {
    for (int round = 0; round < 5_000; round++) {
      long end = System.nanoTime() + 50_000 + round % 40 * 1_000L;
      timeLimit.within(Duration.ofNanos(60_000), () -> spinUntil(end));
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  private static boolean never() throws InterruptedException {
    new CountDownLatch(1).await();
    return true;
  }

  private static boolean spinUntil(long end) {
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return true;
  }
}
