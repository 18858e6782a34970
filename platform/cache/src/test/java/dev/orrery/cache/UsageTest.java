package dev.orrery.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

  @ParameterizedTest
  @CsvSource({
    "10, 10, 10, 5, 0, 10, Too little was asked",
    "900, 50, 50, 5, 500, 10, It changes almost as often",
    "200, 100, 700, 5, 0, 100, It is full and misses",
    "200, 100, 700, 5, 0, 10, Hardly anything is asked for twice",
    "300, 600, 100, 5, 0, 100, Redis answers what memory has no room for",
    "300, 600, 100, 5, 0, 10, Redis answers more than memory does",
    "900, 50, 50, 0, 0, 10, 'It serves well, but'",
    "900, 50, 50, 5, 0, 10, It serves well."
  })
  void advisesTheMostPressing(
      long local,
      long remote,
      long loads,
      long loadMillis,
      long changes,
      long size,
      String beginning) {
    var usage =
        new Usage(
            "things", local, remote, loads, Duration.ofMillis(loadMillis), changes, size, 100);

    assertThat(usage.advice()).startsWith(beginning);
    assertThat(usage.hitRate() * usage.gets() + loads).isEqualTo(usage.gets());
  }
}
