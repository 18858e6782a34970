package dev.orrery.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.coordination.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** What reaches the database, whoever dies on the way. */
class DrainTest extends WriteBehindTest {
  private static final int UPDATES = 10_000;
  private static final int KEYS = 700;
  private static final int WRITERS = 4;

  private ThingTable table;
  private WriteBehind<Thing> things;

  /** The end of a process: nobody catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void makeAnInstanceThatOnlyWrites() {
    table = ThingTable.create(jdbc, name);
    things = new Instance(table, PROPERTIES).things;
  }

  @Test
  void drainersThatAreKilledAtEveryStepLoseNothing() throws Exception {
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    List<Future<?>> writers =
        IntStream.range(0, WRITERS)
            .<Future<?>>mapToObj(writer -> others.submit(() -> write(writer, acknowledged)))
            .toList();
    Map<Drain.Step, Integer> kills = new EnumMap<>(Drain.Step.class);

    while (kills.size() < Drain.Step.values().length
        || !writers.stream().allMatch(Future::isDone)) {
      for (Drain.Step step : Drain.Step.values()) {
        if (isKilledAt(step)) {
          kills.merge(step, 1, Integer::sum);
        }
      }
      new Drainer(table, _ -> {}).drain();
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    new Drainer(table, _ -> {}).drain();

    assertThat(table.bodies()).isEqualTo(acknowledged);
  }

  private void write(int writer, Map<String, String> last) {
    for (int number = writer; number < UPDATES; number += WRITERS) {
      String key = "k" + (number % KEYS - number % KEYS % WRITERS + writer);
      if (number % 7 == 0) {
        acknowledged(() -> things.remove(key));
        last.remove(key);
      } else {
        Thing thing = Thing.of(number);
        acknowledged(() -> things.put(key, thing));
        last.put(key, thing.body());
      }
    }
  }

  private boolean isKilledAt(Drain.Step fatal) {
    var victim =
        new Drainer(
            table,
            step -> {
              if (step == fatal) {
                throw new Killed();
              }
            });
    try {
      victim.drain();
      return false;
    } catch (Killed _) {
      return true;
    }
  }

  @Test
  void whatWasCommittedAndNotSettledIsSettledByTheNext() {
    things.put("k", Thing.of(1));
    assertThat(isKilledAt(Drain.Step.COMMITTED)).isTrue();

    new Drainer(table, _ -> {}).drain();

    assertThat(table.bodies()).containsOnly(Map.entry("k", "n1"));
    assertThat(look().dirty()).isZero();
  }

  @Test
  void manyChangesOfAValueAreWrittenAsOne() {
    var writes = new AtomicInteger();
    for (int number = 1; number <= 100; number++) {
      things.put("k", Thing.of(number));
    }

    new Drainer(
            table,
            step -> {
              if (step == Drain.Step.COMMITTED) {
                writes.incrementAndGet();
              }
            })
        .drain();

    assertThat(writes).hasValue(1);
    assertThat(table.bodies()).containsOnly(Map.entry("k", "n100"));
  }

  @Test
  void aChangeThatComesWhileItsKeyIsBeingWrittenStaysDirty() {
    things.put("k", Thing.of(1));
    var during = new AtomicInteger();
    var drainer =
        new Drainer(
            table,
            step -> {
              if (step == Drain.Step.COMMITTED && during.getAndIncrement() == 0) {
                things.remove("k");
                assertThat(table.bodies()).containsKey("k");
              }
            });

    drainer.drain();

    assertThat(table.bodies()).isEmpty();
    assertThat(during).hasValue(2);
    assertThat(look().dirty()).isZero();
  }

  @Test
  void aDrainerThatSleptThroughItsTurnIsRefusedByTheDatabase() throws Exception {
    things.put("k", Thing.of(1));
    Shard shard = buffer(PROPERTIES).shardOf("k");
    var asleep = new CountDownLatch(1);
    var wakes = new CountDownLatch(1);
    var sleeper =
        new Drainer(
            table,
            step -> {
              if (step == Drain.Step.TAKEN) {
                asleep.countDown();
                sleepDeafly(wakes);
              }
            });
    Future<Outcome<Boolean>> late = others.submit(() -> sleeper.drain(shard));
    asleep.await();

    redisson.getKeys().delete("lock:" + shard.lock());
    things.remove("k");
    new Drainer(table, _ -> {}).drain(shard);
    wakes.countDown();

    assertThat(late.get())
        .isInstanceOfSatisfying(
            Outcome.Lost.class,
            lost -> assertThat(lost.cause()).hasMessageContaining("was refused"));
    assertThat(table.bodies()).isEmpty();
  }

  @Test
  void alsoWithoutAFenceAnOlderVersionChangesNothing() {
    things.put("k", Thing.of(1));
    List<Change<Thing>> old = List.of(new Change<>("k", versionOf("k"), things.get("k")));
    things.remove("k");
    new Drainer(table, _ -> {}).drain();

    assertThat(table.write(old)).containsExactly("k");

    assertThat(table.bodies()).isEmpty();
  }

  @Test
  void ofTwoChangesTheLaterStaysInWhateverOrderTheyCame() {
    things.put("gone", Thing.of(1));
    things.remove("gone");
    things.remove("back");
    things.put("back", Thing.of(2));

    new Drainer(table, _ -> {}).drain();

    assertThat(table.bodies()).containsOnly(Map.entry("back", "n2"));
  }

  @Test
  void aDatabaseThatFailsIsAskedAgainAndNothingIsSetAside() {
    var failures = new AtomicInteger(3);
    BackingStore<Thing> moody =
        new BackingStore<>() {
          @Override
          public Versioned<Thing> load(String key) {
            return table.load(key);
          }

          @Override
          public long newestVersion() {
            return table.newestVersion();
          }

          @Override
          public Set<String> write(List<Change<Thing>> changes) {
            if (failures.getAndDecrement() > 0) {
              throw new DataAccessResourceFailureException("away");
            }
            return table.write(changes);
          }
        };
    things.put("k", Thing.of(1));
    var instance = new Instance(moody, PROPERTIES);
    instance.buffers.start();
    try {
      await().untilAsserted(() -> assertThat(table.bodies()).containsKey("k"));
      assertThat(
              instance
                  .meters
                  .get("orrery.writebehind.pass")
                  .tag("outcome", "failed")
                  .timer()
                  .count())
          .isEqualTo(3);
      assertThat(look().aside()).isZero();
    } finally {
      instance.buffers.stop();
    }
  }

  private long versionOf(String key) {
    return buffer(PROPERTIES).read(key) instanceof Buffer.Reading.Found(long version, _)
        ? version
        : 0;
  }

  private static void sleepDeafly(CountDownLatch until) {
    while (until.getCount() > 0) {
      try {
        until.await();
      } catch (InterruptedException _) {
        // Only the database can stop it.
      }
    }
    Thread.interrupted();
  }
}
