package dev.orrery.cache;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cache that a service wants, as a bean; its settings are at {@code orrery.cache.caches.NAME}.
 *
 * @param type what its values are read as, from JSON
 * @param version of a value, at least 1, higher with every change; 0 for all where values have none
 * @param keys all there are, where strangers are to be turned away; asked from time to time
 */
public record CacheDefinition<V>(
    String name,
    Class<V> type,
    ToLongFunction<V> version,
    @Nullable Supplier<? extends Collection<String>> keys) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public CacheDefinition(String name, Class<V> type, ToLongFunction<V> version) {
    this(name, type, version, null);
  }

  public CacheDefinition {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no cache can be named " + name);
    }
  }

  Entry<V> entry(V value) {
    return new Entry<>(version.applyAsLong(value), Optional.of(value));
  }

  /** The same cache, which turns strangers away before anybody is asked for them. */
  public CacheDefinition<V> knowing(Supplier<? extends Collection<String>> allKeys) {
    return new CacheDefinition<>(name, type, version, allKeys);
  }

  /**
   * Of values without a version: they are dropped twice when they change, and what is loaded
   * between change and drop may be old until its time is up.
   */
  public static <V> CacheDefinition<V> unversioned(String name, Class<V> type) {
    return new CacheDefinition<>(name, type, _ -> 0);
  }
}
