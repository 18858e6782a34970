package dev.orrery.writebehind;

import dev.orrery.redis.Redis;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * Values and dirty marks in Redis: a hash for each key, and for each shard a sorted set of what is
 * dirty. Every method may throw {@link dev.orrery.redis.RedisAway}. Thread-safe.
 */
final class Buffer {
  /** How long a reader may take to bring a value from the database. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Redis redis;
  private final String name;
  private final List<Shard> shards;
  private final WriteBehindProperties properties;

  Buffer(Redis redis, String name, WriteBehindProperties properties) {
    this.redis = redis;
    this.name = name;
    this.shards = Shard.of(name, properties.shards());
    this.properties = properties;
  }

  /** What is there, or the lease under which to bring it. */
  sealed interface Reading {
    record Found(long version, String data) implements Reading {}

    record Leased(String token) implements Reading {}
  }

  /**
   * @param replaces the version it was made of, empty for whatever is there
   */
  record Write(String key, String replaces, String data) {
    boolean isBlind() {
      return replaces.isEmpty();
    }
  }

  /**
   * @param filled how many are dirty or set aside after it
   * @param versions of each write its version, 0 where another was there, -1 where there is no room
   */
  record Written(int filled, List<Long> versions) {}

  /**
   * @param version empty where a mark has lost its value
   */
  record Taken(String key, String version, String data, int failures) {}

  /**
   * @param newer whether the database has a newer version than this
   */
  record Settled(String key, String version, boolean newer) {}

  /**
   * @param due for how long the first has been, negative where none is yet
   */
  record Look(int dirty, int aside, Duration due) {
    boolean isAnythingDue(Duration within) {
      return due.plus(within).compareTo(Duration.ZERO) >= 0;
    }
  }

  String name() {
    return name;
  }

  List<Shard> shards() {
    return shards;
  }

  Shard shardOf(String key) {
    // Spread, for hashes of short strings differ in few bits.
    int hash = key.hashCode() * 0x9E3779B9;
    return shards.get(Math.floorMod(hash ^ (hash >>> 16), shards.size()));
  }

  Reading read(String key) {
    List<Object> answer =
        run(
            Script.READ,
            List.of(entry(key)),
            UUID.randomUUID().toString(),
            Long.toString(LEASE.toMillis()));
    String version = (String) answer.getFirst();
    String rest = (String) answer.getLast();
    return version.isEmpty()
        ? new Reading.Leased(rest)
        : new Reading.Found(Long.parseLong(version), rest);
  }

  /** False where somebody has written, or Redis has forgotten, since the lease was given. */
  boolean fill(String key, String lease, long version, String data) {
    return count(Script.FILL, List.of(entry(key)), lease, Long.toString(version), data, keep())
        == 1;
  }

  /**
   * All in one step; nothing is written where the shard's clock is lost and no floor is given.
   *
   * @param floor a version that every new one must be higher than, empty where the clock will do
   */
  Written write(Shard shard, String floor, List<Write> writes) {
    List<Object> arguments = new ArrayList<>(4 + 3 * writes.size());
    arguments.add(shard.entries());
    arguments.add(floor);
    arguments.add(Integer.toString(properties.capacityOfAShard()));
    arguments.add(micros(properties.delay()));
    for (Write write : writes) {
      arguments.add(write.key());
      arguments.add(write.replaces());
      arguments.add(write.data());
    }
    List<Object> answer =
        run(
            Script.WRITE,
            List.of(shard.clock(), shard.dirty(), shard.aside()),
            arguments.toArray());
    return new Written(
        ((Long) answer.getFirst()).intValue(),
        answer.stream().skip(1).map(Long.class::cast).toList());
  }

  /** What is due by then, the first to be due first. */
  List<Taken> take(Shard shard, int limit, Duration within) {
    List<Object> answer =
        run(
            Script.TAKE,
            List.of(shard.dirty()),
            shard.entries(),
            Integer.toString(limit),
            micros(within));
    List<Taken> taken = new ArrayList<>(answer.size() / 4);
    for (int i = 0; i < answer.size(); i += 4) {
      taken.add(
          new Taken(
              (String) answer.get(i),
              (String) answer.get(i + 1),
              (String) answer.get(i + 2),
              Integer.parseInt((String) answer.get(i + 3))));
    }
    return taken;
  }

  void settle(Shard shard, List<Settled> settled) {
    List<Object> arguments = new ArrayList<>(2 + 3 * settled.size());
    arguments.add(shard.entries());
    arguments.add(keep());
    for (Settled one : settled) {
      arguments.add(one.key());
      arguments.add(one.version());
      arguments.add(one.newer() ? "1" : "0");
    }
    count(Script.SETTLE, List.of(shard.dirty()), arguments.toArray());
  }

  void defer(Shard shard, Taken failed, Duration until) {
    count(
        Script.DEFER,
        List.of(shard.dirty()),
        shard.entries(),
        failed.key(),
        failed.version(),
        micros(until));
  }

  void setAside(Shard shard, Taken failed) {
    count(
        Script.ASIDE,
        List.of(shard.dirty(), shard.aside()),
        shard.entries(),
        failed.key(),
        failed.version());
  }

  /** Does nothing but forget that it was set aside where there is a newer version by now. */
  void retry(String key, long version, String data) {
    Shard shard = shardOf(key);
    count(
        Script.RETRY,
        List.of(shard.dirty(), shard.aside()),
        shard.entries(),
        key,
        Long.toString(version),
        data);
  }

  void discard(String key, long version) {
    Shard shard = shardOf(key);
    count(
        Script.DISCARD,
        List.of(shard.dirty(), shard.aside()),
        shard.entries(),
        key,
        Long.toString(version));
  }

  Look look(Shard shard) {
    List<Object> answer = run(Script.LOOK, List.of(shard.dirty(), shard.aside()));
    return new Look(
        ((Long) answer.get(0)).intValue(),
        ((Long) answer.get(1)).intValue(),
        Duration.of((Long) answer.get(2), ChronoUnit.MICROS));
  }

  private String entry(String key) {
    return shardOf(key).entries() + key;
  }

  private static String micros(Duration duration) {
    return Long.toString(TimeUnit.NANOSECONDS.toMicros(duration.toNanos()));
  }

  private String keep() {
    return Long.toString(properties.keep().toMillis());
  }

  private List<Object> run(Script script, List<Object> keys, Object... arguments) {
    return redis.ask(client ->
        client
            .getScript(StringCodec.INSTANCE)
            .evalAsync(
                RScript.Mode.READ_WRITE, script.text(), RScript.ReturnType.LIST, keys, arguments));
  }

  private long count(Script script, List<Object> keys, Object... arguments) {
    return redis.<Long>ask(client ->
        client
            .getScript(StringCodec.INSTANCE)
            .evalAsync(
                RScript.Mode.READ_WRITE, script.text(), RScript.ReturnType.LONG, keys, arguments));
  }
}
