package dev.orrery.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalLevelTest {
  private final LocalLevel<String> level =
      new LocalLevel<>(
          100,
          100,
          new TimeToLive(Duration.ofHours(1), Duration.ofHours(1), 0),
          Duration.ofHours(1),
          Duration.ofHours(2));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void inWhateverOrderReadingsAndNoticesComeTheNewestIsShownOrNothing(long seed) {
    Random random = new Random(seed);
    List<Long> versions = new ArrayList<>(LongStream.range(1, 50).boxed().toList());
    Collections.shuffle(versions, random);
    long newest = 0;
    for (long version : versions) {
      newest = Math.max(newest, version);
      switch (random.nextInt(3)) {
        case 0 -> level.outdated("key", version);
        case 1 -> level.clear();
        default -> level.offer("key", new Entry<>(version, Optional.of("v" + version)));
      }
      LocalLevel.Kept<String> shown = level.get("key");
      if (shown != null) {
        assertThat(shown.entry().version()).isEqualTo(level.newest("key"));
      }
    }
    assertThat(level.offer("key", new Entry<>(50, Optional.of("v50")))).isTrue();
    assertThat(level.offer("key", Entry.absent())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 90})
  void timesToLiveFallShortByNoMoreThanTheirJitter(int percent) {
    var ttl = new TimeToLive(Duration.ofSeconds(100), Duration.ofSeconds(1), percent);
    for (int i = 0; i < 1_000; i++) {
      assertThat(ttl.of(new Entry<>(1, Optional.of("value"))))
          .isBetween(Duration.ofSeconds(100 - percent), Duration.ofSeconds(100));
      assertThat(ttl.of(Entry.absent())).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
  }
}
