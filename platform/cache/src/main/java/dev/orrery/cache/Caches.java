package dev.orrery.cache;

import dev.orrery.cache.CacheProperties.Levels;
import dev.orrery.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The caches of this service, one for each {@link CacheDefinition}. Immutable. */
public final class Caches {
  private final Map<String, TwoLevelCache<?>> caches = new LinkedHashMap<>();

  Caches(
      List<CacheDefinition<?>> definitions,
      CacheProperties properties,
      Redis redis,
      JsonMapper json,
      MeterRegistry meters) {
    for (CacheDefinition<?> definition : definitions) {
      CacheProperties.Settings settings = properties.of(definition.name());
      if (caches.put(definition.name(), cache(definition, settings, redis, json, meters)) != null) {
        throw new IllegalArgumentException("two caches are named " + definition.name());
      }
    }
    for (String name : properties.caches().keySet()) {
      if (!caches.containsKey(name)) {
        throw new IllegalArgumentException("there are settings for a cache that is not: " + name);
      }
    }
  }

  private static <V> TwoLevelCache<V> cache(
      CacheDefinition<V> definition,
      CacheProperties.Settings settings,
      Redis redis,
      JsonMapper json,
      MeterRegistry meters) {
    var local =
        new LocalLevel<V>(
            settings.levels() == Levels.REMOTE ? 0 : settings.size(),
            settings.size(),
            new TimeToLive(settings.localTtl(), settings.negativeTtl(), settings.jitter()),
            settings.fresh(),
            // What Redis may still have is older than what is remembered of it.
            settings.ttl().multipliedBy(2));
    var remote =
        new RemoteLevel<>(
            redis,
            json,
            definition,
            new TimeToLive(settings.ttl(), settings.negativeTtl(), settings.jitter()),
            settings.loadWait(),
            settings.levels() != Levels.LOCAL);
    return new TwoLevelCache<>(
        definition, settings, local, remote, new CacheMetrics(meters, definition.name(), local));
  }

  /**
   * @param definition the bean it was made for
   */
  public <V> TwoLevelCache<V> of(CacheDefinition<V> definition) {
    TwoLevelCache<?> cache = caches.get(definition.name());
    if (cache == null || !cache.isDefinedBy(definition)) {
      throw new IllegalArgumentException("there is no such cache: " + definition.name());
    }
    @SuppressWarnings("unchecked") // Its definition says so.
    var typed = (TwoLevelCache<V>) cache;
    return typed;
  }

  Collection<TwoLevelCache<?>> all() {
    return List.copyOf(caches.values());
  }
}
