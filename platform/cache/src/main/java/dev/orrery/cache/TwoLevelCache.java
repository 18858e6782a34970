package dev.orrery.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orrery.redis.RedisAway;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, from memory, from Redis, or loaded. Whoever saw a version of a key in this
 * instance sees no older one in it. Thread-safe.
 */
public final class TwoLevelCache<V> {
  private final CacheDefinition<V> definition;
  private final CacheProperties.Settings settings;
  private final LocalLevel<V> local;
  private final RemoteLevel<V> remote;
  private final CacheMetrics metrics;
  private final KnownKeys known;
  private final Loads<V> loads;
  private final Cache<String, Long> untold;

  TwoLevelCache(
      CacheDefinition<V> definition,
      CacheProperties.Settings settings,
      LocalLevel<V> local,
      RemoteLevel<V> remote,
      CacheMetrics metrics) {
    this.definition = definition;
    this.settings = settings;
    this.local = local;
    this.remote = remote;
    this.metrics = metrics;
    this.known = new KnownKeys(definition.keys());
    this.loads = new Loads<>(definition, settings, local, remote, metrics);
    this.untold =
        Caffeine.newBuilder().maximumSize(settings.size()).expireAfterWrite(settings.ttl()).build();
  }

  public String name() {
    return definition.name();
  }

  /**
   * The value, or that there is none.
   *
   * @param loader asks whoever knows, outside of any transaction
   * @throws CrowdedOut when it had to be loaded and too many loads are under way
   */
  public Optional<V> get(String key, Function<String, Optional<V>> loader) {
    LocalLevel.Kept<V> kept = local.get(key);
    if (kept != null) {
      metrics.foundLocally();
      if (kept.isDue()) {
        loads.refresh(key, loader);
      }
      return kept.entry().value();
    }
    if (!known.mightContain(key)) {
      metrics.turnedAway();
      return Optional.empty();
    }
    return loads.bring(key, loader).value();
  }

  /** Without a load. */
  @Nullable Entry<V> peek(String key) {
    LocalLevel.Kept<V> kept = local.get(key);
    if (kept != null) {
      metrics.foundLocally();
      return kept.entry();
    }
    try {
      return loads.find(key);
    } catch (RedisAway _) {
      return null;
    }
  }

  /**
   * What is there now, to be called after the commit that made it so. Every instance that can be
   * reached drops what is older, within milliseconds; one that cannot, when its time is up.
   */
  public void put(String key, V value) {
    metrics.wrote();
    known.add(key);
    Entry<V> entry = definition.entry(value);
    local.offer(key, entry);
    try {
      remote.announce(key, entry);
    } catch (RedisAway _) {
      untold.put(key, entry.version() > 0 ? entry.version() : Notice.WHATEVER);
    }
  }

  /** There is another value now, or none. As {@link #put}, to be called after the commit. */
  public void evict(String key) {
    metrics.wrote();
    local.drop(key);
    tell(key, Notice.WHATEVER);
  }

  /**
   * From a source that tells every instance: this version is there now. Nothing older is kept, here
   * or in Redis.
   */
  public void outdated(String key, long version) {
    known.add(key);
    local.outdated(key, version);
    try {
      remote.dropOlder(key, version);
    } catch (RedisAway _) {
      untold.put(key, version);
    }
  }

  private void tell(String key, long version) {
    try {
      remote.drop(key, version);
    } catch (RedisAway _) {
      untold.put(key, version);
    }
  }

  /** Another instance says so. */
  void heard(Notice notice) {
    if (notice.from().equals(remote.instance())) {
      return;
    }
    metrics.noticed();
    known.add(notice.key());
    if (notice.version() > 0) {
      local.outdated(notice.key(), notice.version());
    } else {
      local.drop(notice.key());
    }
  }

  /** Notices may have been missed. */
  void connected() {
    local.clear();
  }

  /** Tells what could not be told when it was news. */
  void catchUp() {
    Map.copyOf(untold.asMap())
        .forEach((key, version) -> {
          untold.asMap().remove(key, version);
          tell(key, version);
        });
  }

  void renewKnownKeys() {
    known.renew();
  }

  Usage usage() {
    return metrics.usage(name(), local.size(), settings.size());
  }

  boolean isDefinedBy(CacheDefinition<?> other) {
    return definition.equals(other);
  }

  SpringCache<V> forSpring() {
    return new SpringCache<>(this, definition.type());
  }

  LocalLevel<V> local() {
    return local;
  }

  RemoteLevel<V> remote() {
    return remote;
  }
}
