package dev.orrery.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

class TwoLevelCacheTest extends CacheTest {

  @Test
  void tenThousandWhoMissTheSameKeyInTwoInstancesCauseOneLoad() throws Exception {
    shelf.change(key);
    var start = new CountDownLatch(1);
    List<Future<Long>> running = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Instance instance = i % 2 == 0 ? left() : right();
      running.add(
          others.submit(() -> {
            start.await();
            return version(instance);
          }));
    }
    start.countDown();

    for (Future<Long> each : running) {
      assertThat(each.get()).isOne();
    }
    assertThat(shelf.loads).hasValue(1);
  }

  @Test
  void aChangeIsSeenByTheOtherInstanceWithinAHundredMilliseconds() {
    List<Duration> delays = new ArrayList<>();
    shelf.change(key);
    for (int i = 0; i < 30; i++) {
      version(left());
      version(right());
      Thing changed = shelf.change(key);

      long began = System.nanoTime();
      left().things().put(key, changed);
      await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> version(right()) == changed.version());
      delays.add(Duration.ofNanos(System.nanoTime() - began));
    }

    assertThat(delays.stream().sorted().skip(15).findFirst().orElseThrow())
        .as("the median of %s", delays)
        .isLessThan(Duration.ofMillis(100));
    assertThat(shelf.loads).as("the rest came from Redis").hasValue(1);
  }

  @Test
  void whoChangedItKeepsWhatItWroteForItsOwnNoticeIsNoNews() {
    left().things().put(key, shelf.change(key));
    await().until(() -> version(right()) == 1);

    assertThat(left().things().peek(key)).isNotNull();
    assertThat(version(left())).isOne();
    assertThat(shelf.loads).hasValue(0);
  }

  @Test
  void aLoadThatWasOvertakenByAChangeIsNotShown() throws Exception {
    shelf.change(key);
    var began = new CountDownLatch(1);
    var overtaken = new CountDownLatch(1);
    Future<Optional<Thing>> slow =
        others.submit(() ->
            right()
                .things()
                .get(
                    key,
                    asked -> {
                      Optional<Thing> read = shelf.load(asked);
                      began.countDown();
                      awaitUninterruptibly(overtaken);
                      return read;
                    }));
    began.await();
    left().things().put(key, shelf.change(key));
    await().until(() -> right().things().local().newest(key) == 2);

    overtaken.countDown();

    assertThat(slow.get()).contains(new Thing(key, 2));
    assertThat(version(left())).isEqualTo(2);
    assertThat(version(right())).isEqualTo(2);
  }

  @Test
  void anOlderChangeThatComesLateChangesNothing() {
    Thing first = shelf.change(key);
    Thing second = shelf.change(key);
    left().things().put(key, second);
    await().until(() -> version(right()) == 2);

    right().things().put(key, first);

    assertThat(left().things().remote().get(key)).isEqualTo(new Entry<>(2, Optional.of(second)));
    assertThat(version(left())).isEqualTo(2);
    assertThat(version(right())).isEqualTo(2);
    assertThat(shelf.loads).hasValue(0);
  }

  @Test
  void thatThereIsNoSuchThingIsRememberedUntilThereIs() {
    for (int i = 0; i < 10; i++) {
      assertThat(version(left())).isZero();
      assertThat(version(right())).isZero();
    }
    assertThat(shelf.loads).hasValue(1);

    left().things().put(key, shelf.change(key));

    await().atMost(Duration.ofSeconds(2)).until(() -> version(right()) == 1);
    assertThat(version(left())).isOne();
  }

  @Test
  void whatCannotBeReadIsLoadedAnew() {
    shelf.change(key);
    left()
        .context()
        .getBean(RedissonClient.class)
        .<String, String>getMap("cache:things:" + key, StringCodec.INSTANCE)
        .putAll(Map.of("v", "1", "d", "{not json"));

    assertThat(version(left())).isOne();
    assertThat(version(right())).isOne();
    assertThat(shelf.loads).hasValue(1);
  }

  @Test
  void noMoreLoadsThanTheDatabaseIsToBearAndTheRestIsRefused() throws Exception {
    var release = new CountDownLatch(1);
    List<Future<Optional<Thing>>> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(
          others.submit(() ->
              left()
                  .things()
                  .get(
                      key(),
                      asked -> {
                        shelf.atOnce.incrementAndGet();
                        awaitUninterruptibly(release);
                        return shelf.load(asked);
                      })));
    }
    await().until(() -> shelf.atOnce.get() == 4);

    assertThatThrownBy(() -> left().things().get(key, shelf::load)).isInstanceOf(CrowdedOut.class);

    release.countDown();
    for (Future<?> each : running) {
      each.get();
    }
    assertThat(version(left())).isZero();
  }

  @Test
  void whatGoesWrongInALoadIsThrownAndNotKept() {
    assertThatThrownBy(() ->
            left()
                .things()
                .get(
                    key,
                    _ -> {
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mine");

    shelf.change(key);
    assertThat(version(left())).isOne();
  }

  @Test
  void whatIsAskedForOftenIsRefreshedBeforeItsTimeIsUp() {
    CacheDefinition<Thing> definition = App.HOT;
    TwoLevelCache<Thing> hot = left().context().getBean(Caches.class).of(definition);
    shelf.change(key);
    hot.get(key, shelf::load);
    shelf.change(key);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          boolean waited = hot.get(key, shelf::load).isEmpty();
          assertThat(waited).isFalse();
          return hot.get(key, shelf::load).orElseThrow().version() == 2;
        });
    assertThat(shelf.loads.get()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void ofAHundredThousandStrangersHardlyAnyReachTheDatabase() {
    TwoLevelCache<Thing> club = left().context().getBean(Caches.class).of(App.CLUB);
    for (int i = 0; i < 1_000; i++) {
      App.MEMBERS.add("member-" + i);
    }
    club.renewKnownKeys();

    for (int i = 0; i < 100_000; i++) {
      assertThat(club.get(key + "-stranger-" + i, shelf::load)).isEmpty();
    }

    assertThat(shelf.loads.get()).isLessThan(1_000);
    double missed =
        left()
            .context()
            .getBean(MeterRegistry.class)
            .get("orrery.cache.strangers.missed")
            .tag("cache", "club")
            .gauge()
            .value();
    assertThat(missed).isBetween(0.0, 0.01);
  }

  @Test
  void whoIsNewIsKnownInEveryInstance() {
    TwoLevelCache<Thing> here = left().context().getBean(Caches.class).of(App.CLUB);
    TwoLevelCache<Thing> there = right().context().getBean(Caches.class).of(App.CLUB);
    here.renewKnownKeys();
    there.renewKnownKeys();
    assertThat(there.get(key, shelf::load)).isEmpty();

    here.put(key, shelf.change(key));

    assertThat(here.get(key, shelf::load)).isPresent();
    await().until(() -> there.get(key, shelf::load).isPresent());
  }

  @Test
  void aCacheOfMemoryAloneLoadsInEachInstanceAndHearsOfChangesAllTheSame() {
    TwoLevelCache<Thing> here = left().context().getBean(Caches.class).of(App.MEMORY);
    TwoLevelCache<Thing> there = right().context().getBean(Caches.class).of(App.MEMORY);
    shelf.change(key);
    for (int i = 0; i < 3; i++) {
      assertThat(here.get(key, shelf::load)).isPresent();
      assertThat(there.get(key, shelf::load)).isPresent();
    }
    assertThat(shelf.loads).hasValue(2);

    here.put(key, shelf.change(key));

    assertThat(here.get(key, shelf::load).orElseThrow().version()).isEqualTo(2);
    await().until(() -> there.get(key, shelf::load).orElseThrow().version() == 2);
  }

  @Test
  void aCacheOfRedisAloneKeepsNothingInMemoryAndLoadsOnceForAll() {
    TwoLevelCache<Thing> here = left().context().getBean(Caches.class).of(App.SHARED);
    TwoLevelCache<Thing> there = right().context().getBean(Caches.class).of(App.SHARED);
    shelf.change(key);
    for (int i = 0; i < 3; i++) {
      assertThat(here.get(key, shelf::load)).isPresent();
      assertThat(there.get(key, shelf::load)).isPresent();
    }

    assertThat(shelf.loads).hasValue(1);
    assertThat(here.usage().local()).isZero();
    here.put(key, shelf.change(key));
    assertThat(there.get(key, shelf::load).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void tellsHowWellItServes() {
    shelf.change(key);
    for (int i = 0; i < 300; i++) {
      version(left());
    }

    assertThat(left().context().getBean(CacheAdviceEndpoint.class).advice())
        .extracting(CacheAdviceEndpoint.CacheAdvice::cache)
        .contains("things", "greetings");
    Usage usage = left().things().usage();
    assertThat(usage.local()).isGreaterThanOrEqualTo(299);
    assertThat(usage.loads()).isPositive();
  }

  @Test
  void servesSpringsAnnotation() {
    Greeter greeter = left().context().getBean(Greeter.class);

    String first = greeter.greet(key);

    assertThat(greeter.greet(key)).isEqualTo(first);
    assertThat(right().context().getBean(Greeter.class).greet(key)).isEqualTo(first);
    right().context().getBean(Caches.class).of(App.GREETINGS).evict(key);
    await().until(() -> !greeter.greet(key).equals(first));
  }

  @Test
  void settingsOfACacheThatIsNotStopTheStart() {
    assertThatThrownBy(() ->
            new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .run("--orrery.cache.caches.thing.size=1"))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCrowdThatFindsAThousandKeysExpiredLoadsEachOnceAndNotAllAtOnce() throws Exception {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(key());
      shelf.change(keys.getLast());
    }
    var failures = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (Instance instance : List.of(left(), right())) {
      for (int worker = 0; worker < 4; worker++) {
        running.add(
            others.submit(() -> {
              for (String each : keys) {
                if (version(instance, each) != 1) {
                  failures.incrementAndGet();
                }
              }
            }));
      }
    }
    for (Future<?> each : running) {
      each.get();
    }

    assertThat(failures).hasValue(0);
    assertThat(shelf.loads).hasValue(1_000);
    assertThat(shelf.mostAtOnce.get()).isLessThanOrEqualTo(8);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
