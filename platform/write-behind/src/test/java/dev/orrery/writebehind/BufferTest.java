package dev.orrery.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

/** What Redis keeps until it is written, and what happens when it does not. */
class BufferTest extends WriteBehindTest {
  private ThingTable table;
  private WriteBehind<Thing> things;

  @BeforeEach
  void makeAnInstanceThatOnlyWrites() {
    table = ThingTable.create(jdbc, name);
    things = new Instance(table, PROPERTIES).things;
  }

  @Test
  void aValueIsReadBackBeforeAndAfterItIsWritten() {
    things.put("k", Thing.of(1));
    assertThat(new Instance(table, PROPERTIES).things.get("k")).contains(Thing.of(1));
    assertThat(table.bodies()).isEmpty();

    drain();
    forgetEverything();

    assertThat(things.get("k")).contains(Thing.of(1));
    things.remove("k");
    assertThat(things.get("k")).isEmpty();
    assertThat(things.get("never")).isEmpty();
  }

  @Test
  void theDirtyMarkComesWithTheValue() {
    things.put("k", Thing.of(1));

    assertThat(look().dirty()).isOne();
    assertThat(redisson.getKeys().remainTimeToLive(entry("k"))).isEqualTo(-1);
    drain();
    assertThat(look().dirty()).isZero();
    assertThat(redisson.getKeys().remainTimeToLive(entry("k"))).isPositive();
  }

  @Test
  void changesOfOneValueByManyAreAllMade() throws Exception {
    things.put("k", new Thing(""));
    List<Future<?>> writers =
        IntStream.range(0, 8)
            .<Future<?>>mapToObj(_ ->
                others.submit(() -> {
                  for (int i = 0; i < 50; i++) {
                    things.update("k", held -> held.map(thing -> new Thing(thing.body() + "x")));
                  }
                }))
            .toList();
    for (Future<?> writer : writers) {
      writer.get();
    }

    assertThat(things.get("k")).contains(new Thing("x".repeat(400)));
  }

  @Test
  void ofWritesThatComeTogetherTheLastOfSomebodyStays() throws Exception {
    List<Future<?>> writers =
        IntStream.range(0, 50)
            .<Future<?>>mapToObj(writer ->
                others.submit(() -> {
                  for (int i = 1; i <= 20; i++) {
                    Thing thing = Thing.of(100L * writer + i);
                    acknowledged(() -> things.put("k", thing));
                  }
                }))
            .toList();
    for (Future<?> writer : writers) {
      writer.get();
    }

    assertThat(things.get("k").orElseThrow().body()).endsWith("20");
    drain();
    assertThat(table.bodies()).containsValue(things.get("k").orElseThrow().body());
  }

  @Test
  void whatIsReadFromTheDatabaseNeverHidesAWriteThatCameMeanwhile() {
    things.put("k", Thing.of(1));
    drain();
    redisson.getKeys().delete(entry("k"));
    Buffer buffer = buffer(PROPERTIES);
    var lease = (Buffer.Reading.Leased) buffer.read("k");
    Versioned<Thing> stale = table.load("k");

    things.put("k", Thing.of(2));

    assertThat(buffer.fill("k", lease.token(), stale.version(), "{\"body\":\"n1\"}")).isFalse();
    assertThat(things.get("k")).contains(Thing.of(2));
    drain();
    forgetEverything();
    assertThat(buffer.fill("k", lease.token(), stale.version(), "{\"body\":\"n1\"}")).isFalse();
    assertThat(things.get("k")).contains(Thing.of(2));
  }

  @Test
  void redisMayForgetEverythingAndVersionsGoOn() {
    things.put("k", Thing.of(1));
    things.put("other", Thing.of(1));
    drain();
    // As by a clock that was ahead, in a Redis that is no more.
    long ahead = table.load("k").version() + Duration.ofHours(1).toNanos() / 1000;
    table.setVersion("k", ahead);
    things.put("other", Thing.of(2));

    forgetEverything();

    assertThat(things.get("other")).as("what was dirty is lost").contains(Thing.of(1));
    things.put("k", Thing.of(3));
    things.put("other", Thing.of(4));
    drain();
    assertThat(table.bodies()).containsOnly(Map.entry("k", "n3"), Map.entry("other", "n4"));
    assertThat(table.load("k").version()).isGreaterThan(ahead);
    things.update("k", held -> held.map(thing -> new Thing(thing.body() + "+")));
    drain();
    assertThat(table.bodies()).containsEntry("k", "n3+");
  }

  @Test
  void aRedisThatLostItsLastSecondDoesNotUndoWhatTheDatabaseHas() {
    things.put("k", Thing.of(1));
    Map<String, String> before =
        redisson.<String, String>getMap(entry("k"), StringCodec.INSTANCE).readAllMap();
    things.put("k", Thing.of(2));
    drain();

    redisson.getKeys().delete(entry("k"));
    redisson.<String, String>getMap(entry("k"), StringCodec.INSTANCE).putAll(before);
    Shard shard = buffer(PROPERTIES).shardOf("k");
    redisson.getScoredSortedSet(shard.dirty(), StringCodec.INSTANCE).add(1, "k");
    drain();

    assertThat(table.bodies()).containsOnly(Map.entry("k", "n2"));
    assertThat(things.get("k")).contains(Thing.of(2));
  }

  @Test
  void aRedisThatIsKilledHasAllThatWasAcknowledged() throws Exception {
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    Future<?> writer =
        others.submit(() -> {
          for (int number = 0; !Thread.currentThread().isInterrupted(); number++) {
            String key = "k" + number % 50;
            try {
              things.put(key, Thing.of(number));
              acknowledged.put(key, Thing.of(number).body());
            } catch (BufferUnavailable _) {
              // Whether it was taken is not known: from then on this key tells nothing.
              acknowledged.remove(key);
              return;
            }
          }
        });
    await().until(() -> acknowledged.size() == 50);
    REDIS.kill();
    writer.get();
    REDIS.start();
    await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> look().dirty() == 50);

    drain();

    assertThat(table.bodies()).containsAllEntriesOf(acknowledged);
  }

  @Test
  void withoutRedisTheCallerIsToldSo() {
    REDIS.kill();
    try {
      assertThatThrownBy(() -> things.put("k", Thing.of(1)))
          .isInstanceOfSatisfying(
              BufferUnavailable.class, e -> assertThat(e.retryAfter()).isPositive());
      assertThatThrownBy(() -> things.get("k")).isInstanceOf(BufferUnavailable.class);
    } finally {
      REDIS.start();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() -> {
          things.put("k", Thing.of(2));
          assertThat(things.get("k")).isEqualTo(Optional.of(Thing.of(2)));
        });
  }

  @Test
  void whatIsNoKeyAndWhatIsTooLongIsRefused() {
    assertThatThrownBy(() -> things.put("two words", Thing.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> things.get("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> things.put("k", new Thing("x".repeat(70_000))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void drain() {
    new Drainer(table, _ -> {}).drain();
  }

  private String entry(String key) {
    return buffer(PROPERTIES).shardOf(key).entries() + key;
  }
}
