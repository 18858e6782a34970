package dev.orrery.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Redis goes and comes back; values live an hour, so only a notice or a flush corrects them. */
class CutOffTest extends CacheTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void withoutRedisWhatIsInMemoryIsServedAndTheRestIsLoaded() {
    shelf.change(key);
    String other = key();
    shelf.change(other);
    version(left());
    REDIS.kill();
    try {
      assertThat(version(left())).isOne();
      assertThat(shelf.loads).hasValue(1);
      assertThat(version(left(), other)).isOne();
      assertThat(version(left(), other)).isOne();
      assertThat(shelf.loads).hasValue(2);
    } finally {
      REDIS.start();
    }
  }

  @Test
  void aChangeThatCouldNotBeToldIsToldWhenRedisIsBack() {
    shelf.change(key);
    version(left());
    version(right());
    REDIS.kill();
    try {
      left().things().put(key, shelf.change(key));
      assertThat(version(left())).isEqualTo(2);
    } finally {
      REDIS.start();
    }

    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          // First, so that it is not the other's load that corrects Redis.
          assertThat(version(right())).isEqualTo(2);
          assertThat(version(left())).as("it does not un-happen").isEqualTo(2);
        });
    Instance late = Instance.start();
    try (var _ = late.context()) {
      await().atMost(SOON).until(() -> version(late) == 2);
    }
  }

  @Test
  void whoMissedANoticeWhileCutOffDropsWhatItHad() {
    shelf.change(key);
    version(left());
    version(right());
    REDIS.pause();
    try {
      left().things().put(key, shelf.change(key));
    } finally {
      REDIS.resume();
    }

    await().atMost(SOON).until(() -> version(right()) == 2);
    assertThat(version(left())).isEqualTo(2);
  }

  @Test
  void aServiceThatStartsWithoutRedisListensOnceItIsThere() {
    shelf.change(key);
    REDIS.kill();
    Instance late = Instance.start();
    try (var _ = late.context()) {
      assertThat(version(late)).isOne();
      REDIS.start();
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            left().things().put(key, shelf.change(key));
            assertThat(version(late)).isGreaterThan(1);
          });
    }
  }

  /** A register read and written in two instances while Redis dies, forgets and falls silent. */
  @Test
  void nobodySeesAChangeUndoneWhateverRedisDoes() throws Exception {
    var done = new AtomicBoolean();
    List<Future<List<Long>>> readers = new ArrayList<>();
    for (Instance instance : List.of(left(), right(), left(), right())) {
      readers.add(
          others.submit(() -> {
            List<Long> seen = new ArrayList<>();
            while (!done.get()) {
              long version = version(instance);
              if (seen.isEmpty() || seen.getLast() != version) {
                seen.add(version);
              }
              pause();
            }
            return seen;
          }));
    }
    List<Future<?>> writers = new ArrayList<>();
    for (Instance instance : List.of(left(), right())) {
      writers.add(
          others.submit(() -> {
            while (!done.get()) {
              instance.things().put(key, shelf.change(key));
              pause();
            }
          }));
    }

    afterSomeChanges();
    REDIS.pause();
    afterSomeChanges();
    REDIS.resume();
    afterSomeChanges();
    REDIS.kill();
    afterSomeChanges();
    REDIS.start();
    afterSomeChanges();
    done.set(true);

    for (Future<?> writer : writers) {
      writer.get();
    }
    for (Future<List<Long>> reader : readers) {
      assertThat(reader.get()).isSorted();
    }
    long last = shelf.load(key).orElseThrow().version();
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(version(left())).isEqualTo(last);
          assertThat(version(right())).isEqualTo(last);
        });
  }

  /** So that six busy threads leave the machine to others. */
  private static void pause() {
    LockSupport.parkNanos(200_000);
  }

  private void afterSomeChanges() {
    long now = shelf.load(key).map(Thing::version).orElse(0L);
    await().atMost(SOON).until(() -> shelf.load(key).orElseThrow().version() > now + 3);
  }
}
