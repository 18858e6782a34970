package dev.orrery.writebehind;

import static org.awaitility.Awaitility.await;

import dev.orrery.coordination.Fence;
import dev.orrery.coordination.FencedLocks;
import dev.orrery.coordination.Outcome;
import dev.orrery.redis.Redis;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Instances of a service at one Redis, which the tests break, and one database. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@Timeout(120)
abstract class WriteBehindTest {
  static final TestRedis REDIS = TestInfrastructure.redisToBreak();
  static final Database DATABASE = TestInfrastructure.database(WriteBehindTest.class);
  static final WriteBehindProperties PROPERTIES =
      new WriteBehindProperties(
          4,
          4_000,
          100,
          Duration.ZERO,
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          100,
          Duration.ofMinutes(5),
          3,
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofSeconds(10));

  private static final AtomicInteger NAMES = new AtomicInteger();

  @Autowired Redis redis;
  @Autowired RedissonClient redisson;
  @Autowired FencedLocks locks;
  @Autowired Fence fence;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionOperations transactions;
  @Autowired JsonMapper json;

  final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
  final String name = "things" + NAMES.incrementAndGet();

  @SpringBootApplication
  static class App {}

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", DATABASE::url);
    registry.add("spring.datasource.username", DATABASE::username);
    registry.add("spring.datasource.password", DATABASE::password);
    registry.add("orrery.redis.url", REDIS::uri);
  }

  @AfterEach
  void endTheOthers() {
    others.shutdownNow();
  }

  /** One process of a service. It drains once it is started. */
  final class Instance {
    final MeterRegistry meters = new SimpleMeterRegistry();
    final WriteBehinds buffers;
    final WriteBehind<Thing> things;

    Instance(BackingStore<Thing> table, WriteBehindProperties properties) {
      buffers = new WriteBehinds(redis, locks, fence, jdbc, transactions, json, properties, meters);
      things = buffers.of(name, Thing.class, table);
    }
  }

  Buffer buffer(WriteBehindProperties properties) {
    return new Buffer(redis, name, properties);
  }

  /** On a busy machine Redis may seem away for a moment. */
  static void acknowledged(Runnable write) {
    if (!isAcknowledged(write)) {
      await().until(() -> isAcknowledged(write));
    }
  }

  private static boolean isAcknowledged(Runnable write) {
    try {
      write.run();
      return true;
    } catch (BufferUnavailable _) {
      return false;
    }
  }

  /** All shards together. */
  Buffer.Look look() {
    Buffer buffer = buffer(PROPERTIES);
    List<Buffer.Look> looks = buffer.shards().stream().map(buffer::look).toList();
    return new Buffer.Look(
        looks.stream().mapToInt(Buffer.Look::dirty).sum(),
        looks.stream().mapToInt(Buffer.Look::aside).sum(),
        Duration.ZERO);
  }

  void forgetEverything() {
    redisson.getKeys().flushall();
  }

  /** What an instance does when it is its turn, until nothing is due. */
  final class Drainer {
    private final Buffer buffer;
    private final Drain<Thing> drain;

    Drainer(BackingStore<Thing> table, Consumer<Drain.Step> passed) {
      buffer = buffer(PROPERTIES);
      drain =
          new Drain<>(
              buffer,
              table,
              new JsonCodec<>(json, Thing.class),
              new AsideRows(jdbc),
              fence,
              transactions,
              PROPERTIES,
              new WriteBehindMetrics(new SimpleMeterRegistry(), name),
              passed);
    }

    /** Again where the turn is lost: after Redis has forgotten, the first is. */
    void drain() {
      for (Shard shard : buffer.shards()) {
        if (!(drain(shard) instanceof Outcome.Done)) {
          await().until(() -> drain(shard) instanceof Outcome.Done);
        }
      }
    }

    Outcome<Boolean> drain(Shard shard) {
      return locks.call(
          shard.lock(),
          Duration.ofSeconds(20),
          hold -> {
            while (buffer.look(shard).isAnythingDue(PROPERTIES.delay())) {
              drain.batch(shard, hold, PROPERTIES.delay());
            }
            return true;
          });
    }
  }
}
