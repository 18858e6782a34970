package dev.orrery.cache;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.cache.support.NullValue;

/**
 * Behind {@code @Cacheable(cacheNames = ..., sync = true)}: only so does a load have one flight.
 * Without {@code sync} Spring asks, loads and puts in three steps of its own.
 */
final class SpringCache<V> extends AbstractValueAdaptingCache {
  private final TwoLevelCache<V> cache;
  private final Class<V> type;

  SpringCache(TwoLevelCache<V> cache, Class<V> type) {
    super(true);
    this.cache = cache;
    this.type = type;
  }

  @Override
  public String getName() {
    return cache.name();
  }

  @Override
  public Object getNativeCache() {
    return cache;
  }

  @Override
  protected @Nullable Object lookup(Object key) {
    Entry<V> found = cache.peek(key.toString());
    return found == null ? null : found.value().<Object>map(it -> it).orElse(NullValue.INSTANCE);
  }

  @Override
  @SuppressWarnings("unchecked") // As Spring's own caches do: the caller says what it expects.
  public <T> @Nullable T get(Object key, Callable<T> loader) {
    return (T)
        cache.get(key.toString(), _ -> Optional.ofNullable(called(key, loader))).orElse(null);
  }

  private <T> @Nullable V called(Object key, Callable<T> loader) {
    try {
      return type.cast(loader.call());
    } catch (Exception e) {
      throw new ValueRetrievalException(key, loader, e);
    }
  }

  @Override
  public void put(Object key, @Nullable Object value) {
    if (value == null) {
      cache.evict(key.toString());
    } else {
      cache.put(key.toString(), type.cast(value));
    }
  }

  @Override
  public void evict(Object key) {
    cache.evict(key.toString());
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException(
        "entries are dropped one by one, each by who changed what it was read from");
  }
}
