package dev.orrery.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Too much, too bad, and the end of a process. */
class BoundsTest extends WriteBehindTest {

  private static WriteBehindProperties narrow() {
    return new WriteBehindProperties(
        1,
        64,
        50,
        Duration.ofMillis(10),
        Duration.ZERO,
        Duration.ofMillis(20),
        50,
        Duration.ofMinutes(5),
        3,
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofSeconds(10));
  }

  @Test
  void whoWritesTooMuchIsSlowedThenRefusedAndThenTakenAgain() {
    var instance = new Instance(ThingTable.create(jdbc, name), narrow());
    for (int i = 0; i < 32; i++) {
      instance.things.put("k" + i, Thing.of(i));
    }
    assertThat(instance.meters.get("orrery.writebehind.slowed").timer().count()).isZero();
    for (int i = 32; i < 64; i++) {
      instance.things.put("k" + i, Thing.of(i));
    }
    assertThat(instance.meters.get("orrery.writebehind.slowed").timer().count()).isEqualTo(32);

    assertThatThrownBy(() -> instance.things.put("one more", Thing.of(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> instance.things.put("more", Thing.of(64)))
        .isInstanceOfSatisfying(
            BufferUnavailable.class, e -> assertThat(e.retryAfter()).isPositive());
    instance.things.put("k0", Thing.of(100));
    assertThat(instance.things.get("more")).isEmpty();

    instance.buffers.start();
    try {
      await().until(() -> look(instance).dirty() == 0);
      instance.things.put("more", Thing.of(64));
    } finally {
      instance.buffers.stop();
    }
  }

  @Test
  void whatTheDatabaseWillNotTakeIsSetAsideAndTheRestIsWritten() {
    var table = ThingTable.create(jdbc, name);
    var instance = new Instance(table, narrow());
    var endpoint = new WriteBehindEndpoint(instance.buffers);
    instance.buffers.start();
    try {
      instance.things.put("bad", new Thing(ThingTable.REFUSED));
      instance.things.put("worse", new Thing("no \u0000 text"));
      instance.things.put("good", Thing.of(1));

      await().until(() -> look(instance).aside() == 2);
      assertThat(table.bodies()).containsOnly(Map.entry("good", "n1"));
      assertThat(instance.things.get("bad")).contains(new Thing(ThingTable.REFUSED));
      assertThat(instance.meters.get("orrery.writebehind.failed").counter().count()).isEqualTo(6);
      List<WriteBehindEndpoint.Aside> shown = endpoint.states().getFirst().oldest();
      assertThat(shown).extracting(WriteBehindEndpoint.Aside::key).contains("bad", "worse");
      assertThat(shown.getFirst().reason()).contains("DataIntegrityViolation");

      instance.things.put("worse", Thing.of(2));
      await().until(() -> look(instance).aside() == 1);
      await().until(() -> endpoint.states().getFirst().oldest().size() == 1);
      assertThat(table.bodies()).containsEntry("worse", "n2");

      table.takeEverything();
      assertThat(endpoint.retry(name, "bad")).isNotNull();
      await().until(() -> table.bodies().containsKey("bad"));
      await().until(() -> endpoint.states().getFirst().oldest().isEmpty());
      assertThat(look(instance).aside()).isZero();
    } finally {
      instance.buffers.stop();
    }
  }

  @Test
  void whatWasSetAsideOutlivesARedisThatForgetsAndCanBeGivenUp() {
    var table = ThingTable.create(jdbc, name);
    var instance = new Instance(table, narrow());
    var endpoint = new WriteBehindEndpoint(instance.buffers);
    instance.things.put("k", Thing.of(1));
    instance.buffers.start();
    try {
      await().until(() -> table.bodies().containsKey("k"));
      instance.things.put("k", new Thing(ThingTable.REFUSED));
      await().until(() -> look(instance).aside() == 1);

      forgetEverything();

      assertThat(instance.things.get("k")).contains(Thing.of(1));
      assertThat(endpoint.retry(name, "k")).isNotNull();
      await().until(() -> look(instance).aside() == 1);
      assertThat(instance.things.get("k")).contains(new Thing(ThingTable.REFUSED));
      assertThat(endpoint.discard(name, "k")).isNotNull();
      assertThat(endpoint.discard(name, "k")).isNull();
      assertThat(endpoint.discard("nothing", "k")).isNull();
      assertThat(instance.things.get("k")).contains(Thing.of(1));
      assertThat(look(instance).aside()).isZero();
    } finally {
      instance.buffers.stop();
    }
  }

  @Test
  void whoStopsWritesWhatIsDirtyFirstAndThenTakesNothing() {
    var table = ThingTable.create(jdbc, name);
    var patient =
        new WriteBehindProperties(
            2,
            1_000,
            100,
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofMillis(20),
            50,
            Duration.ofMinutes(5),
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofSeconds(10));
    var instance = new Instance(table, patient);
    instance.buffers.start();
    for (int i = 0; i < 300; i++) {
      String key = "k" + i;
      acknowledged(() -> instance.things.put(key, Thing.of(key.length())));
    }
    assertThat(table.bodies()).isEmpty();

    instance.buffers.stop();

    assertThat(table.bodies()).hasSize(300);
    assertThatThrownBy(() -> instance.things.put("late", Thing.of(1)))
        .isInstanceOf(BufferUnavailable.class);
  }

  private Buffer.Look look(Instance instance) {
    Buffer buffer = instance.buffers.buffers().getFirst();
    Buffer.Look sum = new Buffer.Look(0, 0, Duration.ZERO);
    for (Shard shard : buffer.shards()) {
      Buffer.Look look = buffer.look(shard);
      sum = new Buffer.Look(sum.dirty() + look.dirty(), sum.aside() + look.aside(), sum.due());
    }
    return sum;
  }
}
