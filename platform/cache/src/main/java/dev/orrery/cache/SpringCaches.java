package dev.orrery.cache;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/** The same caches, for Spring's annotations. */
final class SpringCaches implements CacheManager {
  private final Map<String, Cache> caches = new LinkedHashMap<>();

  SpringCaches(Caches all) {
    all.all().forEach(cache -> caches.put(cache.name(), cache.forSpring()));
  }

  @Override
  public @Nullable Cache getCache(String name) {
    return caches.get(name);
  }

  @Override
  public Collection<String> getCacheNames() {
    return caches.keySet();
  }
}
