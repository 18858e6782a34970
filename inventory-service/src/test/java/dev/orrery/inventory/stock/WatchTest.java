package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.inventory.stock.Watch.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {
  private final AtomicInteger news = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final Watch watch =
      new Watch(
          Map.of("A", 5L),
          new Watch.Watcher() {
            @Override
            public void news() {
              news.incrementAndGet();
            }

            @Override
            public void ended() {
              ended.incrementAndGet();
            }
          },
          _ -> closed.incrementAndGet());

  @Test
  void tellsFirstWhatItBeganWith() {
    assertThat(read()).containsExactly(new News("A", 5));
  }

  @Test
  void keepsOnlyTheLatestOfWhatIsNotRead() {
    for (long level = 4; level >= 0; level--) {
      watch.offer(Map.of("A", level, "B", 1L));
    }

    assertThat(read()).containsExactly(new News("A", 0));
  }

  @Test
  void tellsNothingTwice() {
    assertThat(read()).hasSize(1);
    watch.offer(Map.of("A", 5L));

    assertThat(read()).isEmpty();
    assertThat(news).hasValue(0);
  }

  @Test
  void whatWentAndCameBackUnreadIsNoNews() {
    assertThat(read()).hasSize(1);
    watch.offer(Map.of("A", 4L));
    watch.offer(Map.of("A", 5L));

    assertThat(read()).isEmpty();
  }

  @Test
  void closesOnce() {
    watch.close();
    watch.end();

    assertThat(closed).hasValue(1);
    assertThat(ended).hasValue(1);
  }

  private List<News> read() {
    var read = new ArrayList<News>();
    for (Optional<News> next = watch.next(); next.isPresent(); next = watch.next()) {
      read.add(next.get());
    }
    return read;
  }
}
