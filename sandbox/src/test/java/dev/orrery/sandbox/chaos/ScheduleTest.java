package dev.orrery.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.sandbox.chaos.Schedule.Planned;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final List<String> PROCESSES = List.of("kafka", "postgres", "order-service");
  private static final List<String> LINKS =
      List.of("order-service:kafka", "order-service:postgres");

  @Test
  void theSeedReplaysIt() {
    assertThat(drawn(42, 500)).isEqualTo(drawn(42, 500)).isNotEqualTo(drawn(43, 500));
  }

  @Test
  void thereIsOneInEachInterval() {
    List<Planned> planned = drawn(7, 500);
    for (int i = 0; i < planned.size(); i++) {
      assertThat(planned.get(i).at())
          .isBetween(EVERY.multipliedBy(i), EVERY.multipliedBy(i + 1).minusMillis(1));
    }
  }

  @Test
  void nothingIsBrokenThatIsBrokenAlready() {
    Map<String, Duration> busyUntil = new HashMap<>();
    for (Planned planned : drawn(11, 2_000)) {
      Duration before = busyUntil.getOrDefault(planned.disruption().target(), Duration.ZERO);
      assertThat(planned.at()).isGreaterThanOrEqualTo(before);
      busyUntil.put(planned.disruption().target(), planned.end());
    }
  }

  @Test
  void everythingIsBrokenInEveryWaySoonerOrLater() {
    List<Planned> planned = drawn(3, 2_000);
    assertThat(planned)
        .extracting(it -> it.disruption().target())
        .containsAll(PROCESSES)
        .containsAll(LINKS);
    assertThat(planned)
        .extracting(it -> it.disruption().getClass().getSimpleName())
        .contains("Kill", "Pause", "Cut", "Stall", "Delay");
  }

  @Test
  void moreThanOneASecondIsRefused() {
    assertThatThrownBy(() -> new Schedule(1, Duration.ofMillis(999), PROCESSES, LINKS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void soFewThatNoneMayBeFreeAreRefused() {
    assertThatThrownBy(() -> new Schedule(1, EVERY, List.of("kafka", "postgres"), LINKS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Planned> drawn(long seed, int number) {
    Schedule schedule = new Schedule(seed, EVERY, PROCESSES, LINKS);
    return Stream.generate(schedule::next).limit(number).toList();
  }
}
