package dev.orrery.writebehind;

import dev.orrery.redis.RedisAway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Values by key, written to Redis now and to their {@link BackingStore} soon. A write that returned
 * is seen by every later read of any instance and survives the end of this process; what a crash of
 * Redis may take with it is said in this package. Thread-safe.
 *
 * <p>Every method throws {@link BufferUnavailable} where Redis does not answer, and those that
 * write also where too much is waiting to be stored; before that they take longer.
 */
public final class WriteBehind<V> {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,128}");
  private static final int LONGEST_VALUE = 64 * 1024;
  private static final int MOST_ATTEMPTS = 64;
  private static final String ANY = "";

  private final Buffer buffer;
  private final List<GroupCommit> commits;
  private final BackingStore<V> store;
  private final JsonCodec<V> codec;
  private final WriteBehindProperties properties;
  private final WriteBehindMetrics metrics;

  WriteBehind(
      Buffer buffer,
      BackingStore<V> store,
      JsonCodec<V> codec,
      WriteBehindProperties properties,
      WriteBehindMetrics metrics) {
    this.buffer = buffer;
    this.store = store;
    this.codec = codec;
    this.properties = properties;
    this.metrics = metrics;
    this.commits =
        buffer.shards().stream()
            .map(shard -> new GroupCommit(buffer, shard, store::newestVersion))
            .toList();
  }

  public Optional<V> get(String key) {
    return read(key).value();
  }

  /** Takes the place of whatever is there. */
  public void put(String key, V value) {
    write(key, ANY, Optional.of(value));
  }

  public void remove(String key) {
    write(key, ANY, Optional.empty());
  }

  /**
   * Makes a new value of the one that is there. Nobody's change is lost: where another came in
   * between, it is made again of that.
   *
   * @param change may be called several times; has no effect but its result, which is empty to
   *     remove the value
   * @return the new value
   */
  public Optional<V> update(String key, UnaryOperator<Optional<V>> change) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Versioned<V> now = read(key);
      Optional<V> next = change.apply(now.value());
      if (next.equals(now.value()) || write(key, Long.toString(now.version()), next)) {
        return next;
      }
    }
    throw BufferUnavailable.contended(buffer.name());
  }

  private boolean write(String key, String replaces, Optional<V> value) {
    String data = value.map(codec::write).orElse("");
    if (data.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException(
          "a value of %s has %d characters, more than %d"
              .formatted(buffer.name(), data.length(), LONGEST_VALUE));
    }
    Shard shard = buffer.shardOf(valid(key));
    GroupCommit.Receipt receipt =
        commits.get(shard.number()).submit(new Buffer.Write(key, replaces, data));
    if (receipt.version() < 0) {
      metrics.refused();
      throw BufferUnavailable.full(buffer.name());
    }
    if (receipt.version() == 0) {
      return false;
    }
    metrics.accepted();
    slowDown(properties.slowing(receipt.filled()));
    return true;
  }

  private void slowDown(Duration wait) {
    if (!wait.isZero()) {
      metrics.slowed(wait);
      try {
        Thread.sleep(wait);
      } catch (InterruptedException _) {
        // It is written, and its caller may have reasons to hurry.
        Thread.currentThread().interrupt();
      }
    }
  }

  private Versioned<V> read(String key) {
    valid(key);
    try {
      for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        switch (buffer.read(key)) {
          case Buffer.Reading.Found(long version, String data) -> {
            return new Versioned<>(version, codec.read(data));
          }
          case Buffer.Reading.Leased(String token) -> {
            Versioned<V> stored = store.load(key);
            String data = stored.value().map(codec::write).orElse("");
            if (buffer.fill(key, token, stored.version(), data)) {
              return stored;
            }
          }
        }
      }
    } catch (RedisAway e) {
      throw BufferUnavailable.away(buffer.name(), e);
    }
    throw BufferUnavailable.contended(buffer.name());
  }

  private String valid(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("no key of %s can be: %s".formatted(buffer.name(), key));
    }
    return key;
  }

  void close() {
    commits.forEach(GroupCommit::close);
  }
}
