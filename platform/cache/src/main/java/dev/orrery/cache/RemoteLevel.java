package dev.orrery.cache;

import dev.orrery.redis.Redis;
import dev.orrery.redis.RedisAway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.redisson.api.LockOptions;
import org.redisson.api.RLock;
import org.redisson.api.RScript;
import org.redisson.api.RTopic;
import org.redisson.client.codec.StringCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all instances share, in Redis: a hash of version and JSON for each key. What compares
 * versions is one script, so that of two writers the later reading stays, in whatever order they
 * come. Every method may throw {@link RedisAway}.
 */
final class RemoteLevel<V> {
  private static final String VERSION = "v";
  private static final String DATA = "d";

  /** Keeps the higher version, and tells of it in the same step. */
  private static final String STORE =
      """
      local kept = redis.call('hget', KEYS[1], 'v')
      if kept and tonumber(kept) > tonumber(ARGV[1]) then
        return 0
      end
      redis.call('hset', KEYS[1], 'v', ARGV[1], 'd', ARGV[2])
      redis.call('pexpire', KEYS[1], ARGV[3])
      if ARGV[5] ~= '' then
        redis.call('publish', ARGV[4], ARGV[5])
      end
      return 1
      """;

  /** Removes what is older, and tells of it in the same step. */
  private static final String DROP =
      """
      local kept = redis.call('hget', KEYS[1], 'v')
      if kept and (tonumber(ARGV[1]) < 0 or tonumber(kept) < tonumber(ARGV[1])) then
        redis.call('del', KEYS[1])
      end
      if ARGV[3] ~= '' then
        redis.call('publish', ARGV[2], ARGV[3])
      end
      return 1
      """;

  private final AtomicLong owners = new AtomicLong();
  private final Redis redis;
  private final JsonMapper json;
  private final CacheDefinition<V> definition;
  private final TimeToLive ttl;
  private final Duration turnLimit;
  private final boolean keeps;

  /**
   * @param keeps values; else it only tells of changes
   */
  RemoteLevel(
      Redis redis,
      JsonMapper json,
      CacheDefinition<V> definition,
      TimeToLive ttl,
      Duration turnLimit,
      boolean keeps) {
    this.redis = redis;
    this.json = json;
    this.definition = definition;
    this.ttl = ttl;
    this.turnLimit = turnLimit;
    this.keeps = keeps;
  }

  @Nullable Entry<V> get(String key) {
    if (!keeps) {
      return null;
    }
    Map<String, String> hash =
        redis.ask(client ->
            client.<String, String>getMap(name(key), StringCodec.INSTANCE).readAllMapAsync());
    @Nullable String version = hash.get(VERSION);
    @Nullable String data = hash.get(DATA);
    return version == null || data == null ? null : read(Long.parseLong(version), data);
  }

  /** What another release of the service wrote and this one cannot read is not there. */
  private @Nullable Entry<V> read(long version, String data) {
    if (data.isEmpty()) {
      return Entry.absent();
    }
    try {
      return new Entry<>(version, Optional.of(json.readValue(data, definition.type())));
    } catch (JacksonException _) {
      return null;
    }
  }

  void store(String key, Entry<V> entry) {
    if (keeps) {
      store(key, entry, "");
    }
  }

  /** With a word to the other instances. */
  void announce(String key, Entry<V> entry) {
    if (keeps) {
      store(key, entry, new Notice(instance(), entry.version(), key).text());
    } else {
      drop(key, entry.version());
    }
  }

  private void store(String key, Entry<V> entry, String notice) {
    run(
        STORE,
        key,
        Long.toString(entry.version()),
        entry.value().map(json::writeValueAsString).orElse(""),
        Long.toString(Math.max(1, ttl.of(entry).toMillis())),
        topicName(),
        notice);
  }

  /** With a word to the other instances. */
  void drop(String key, long version) {
    drop(key, version, new Notice(instance(), version, key).text());
  }

  /** For what all instances know already. */
  void dropOlder(String key, long version) {
    if (keeps) {
      drop(key, version, "");
    }
  }

  private void drop(String key, long version, String notice) {
    run(DROP, key, Long.toString(version), topicName(), notice);
  }

  private void run(String script, String key, Object... arguments) {
    redis.ask(client ->
        client
            .getScript(StringCodec.INSTANCE)
            .evalAsync(
                RScript.Mode.READ_WRITE,
                script,
                RScript.ReturnType.LONG,
                List.of(name(key)),
                arguments));
  }

  /**
   * The turn to load a key, so that of all instances one does; it ends by itself when that one
   * dies. Whoever had to wait for too long goes without.
   *
   * @return to be closed after the load
   */
  Turn turn(String key) {
    if (!keeps) {
      return () -> {};
    }
    long owner = owners.incrementAndGet();
    boolean taken =
        redis.await(
            turnLimit,
            client ->
                lock(key)
                    .tryLockAsync(
                        turnLimit.toMillis(), turnLimit.toMillis(), TimeUnit.MILLISECONDS, owner));
    return () -> {
      if (taken) {
        // Nobody waits for it: an end that is lost comes with the time limit.
        var _ = lock(key).unlockAsync(owner);
      }
    };
  }

  /** Closes without an exception. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** One that asks again: a subscription for each of many keys would be too many. */
  private RLock lock(String key) {
    return redis
        .client()
        .getSpinLock(
            "load:" + name(key), new LockOptions.ExponentialBackOff().initialDelay(2).maxDelay(32));
  }

  RTopic topic() {
    return redis.client().getTopic(topicName(), StringCodec.INSTANCE);
  }

  String instance() {
    return redis.client().getId();
  }

  private String name(String key) {
    return "cache:" + definition.name() + ":" + key;
  }

  private String topicName() {
    return "cache:" + definition.name();
  }
}
