package dev.orrery.cache;

import dev.orrery.redis.RedisAway;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is not in memory: from Redis, or else by one load for all who want it, here and in
 * the other instances. Without Redis each instance loads for itself. Thread-safe.
 */
final class Loads<V> {
  private static final Logger log = LoggerFactory.getLogger(Loads.class);

  /** A load that was overtaken by a change begins again, so often. */
  private static final int ATTEMPTS = 3;

  private final CacheDefinition<V> definition;
  private final LocalLevel<V> local;
  private final RemoteLevel<V> remote;
  private final CacheMetrics metrics;
  private final Bulkhead bulkhead;
  private final Flights<Entry<V>> flights = new Flights<>();
  private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

  Loads(
      CacheDefinition<V> definition,
      CacheProperties.Settings settings,
      LocalLevel<V> local,
      RemoteLevel<V> remote,
      CacheMetrics metrics) {
    this.definition = definition;
    this.local = local;
    this.remote = remote;
    this.metrics = metrics;
    this.bulkhead =
        Bulkhead.of(
            definition.name(),
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.loads())
                .maxWaitDuration(settings.loadWait())
                .build());
  }

  /** Nothing older than what this instance knew when it was asked. */
  Entry<V> bring(String key, Function<String, Optional<V>> loader) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Entry<V> brought = flights.join(key, () -> fetch(key, loader));
      // The flight may have begun before the change that its passenger knows of.
      if (!brought.isOlderThan(local.newest(key))) {
        return brought;
      }
    }
    return load(key, loader);
  }

  /** In the background; what is kept is served meanwhile. */
  void refresh(String key, Function<String, Optional<V>> loader) {
    if (!refreshing.add(key)) {
      return;
    }
    Thread.ofVirtual()
        .name("refresh-" + definition.name())
        .start(() -> {
          try {
            flights.join(key, () -> fetch(key, loader));
          } catch (RuntimeException e) {
            // It is asked for again; when its time is up, the one who asks is told.
            log.debug("{} of the cache {} was not refreshed", key, definition.name(), e);
          } finally {
            refreshing.remove(key);
          }
        });
  }

  /**
   * From Redis, where it is not older than what is known.
   *
   * @throws RedisAway when nobody can say
   */
  @Nullable Entry<V> find(String key) {
    Entry<V> found = remote.get(key);
    if (found == null || !local.offer(key, found)) {
      return null;
    }
    metrics.foundRemotely();
    return found;
  }

  private Entry<V> fetch(String key, Function<String, Optional<V>> loader) {
    try {
      Entry<V> found = find(key);
      if (found != null) {
        return found;
      }
      try (var _ = remote.turn(key)) {
        found = find(key);
        return found != null ? found : loadAndShare(key, loader);
      }
    } catch (RedisAway _) {
      return load(key, loader);
    }
  }

  private Entry<V> loadAndShare(String key, Function<String, Optional<V>> loader) {
    Entry<V> loaded = load(key, loader);
    try {
      remote.store(key, loaded);
    } catch (RedisAway e) {
      log.debug("{} of the cache {} is not shared", key, definition.name(), e);
    }
    return loaded;
  }

  private Entry<V> load(String key, Function<String, Optional<V>> loader) {
    for (int attempt = 1; ; attempt++) {
      Entry<V> loaded = entry(guarded(key, loader));
      if (local.offer(key, loaded) || attempt == ATTEMPTS) {
        return loaded;
      }
    }
  }

  private Entry<V> entry(Optional<V> loaded) {
    if (loaded.isEmpty()) {
      metrics.foundNothing();
      return Entry.absent();
    }
    return definition.entry(loaded.get());
  }

  private Optional<V> guarded(String key, Function<String, Optional<V>> loader) {
    try {
      return bulkhead.executeSupplier(() -> metrics.loading(() -> loader.apply(key)));
    } catch (BulkheadFullException _) {
      throw new CrowdedOut(definition.name());
    }
  }
}
