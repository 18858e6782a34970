package dev.orrery.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The memory of this instance. It also remembers how far each key was known to be, for longer than
 * the values: what is older is not taken in, and so nobody here sees a change undone.
 */
final class LocalLevel<V> {
  private final Cache<String, Kept<V>> entries;
  private final Cache<String, Long> newest;
  private final long freshNanos;

  /**
   * @param dueAt when somebody should look whether it is still so, on the clock of {@link
   *     System#nanoTime}
   */
  record Kept<V>(Entry<V> entry, long dueAt) {
    boolean isDue() {
      return System.nanoTime() - dueAt >= 0;
    }
  }

  /**
   * @param size values at most, 0 for none
   * @param known keys of which versions are remembered, four times as many at most
   * @param fresh after which an entry is due
   * @param remembered how long versions are known beyond their entries
   */
  LocalLevel(int size, int known, TimeToLive ttl, Duration fresh, Duration remembered) {
    this.freshNanos = fresh.toNanos();
    // Where there is room for none, none is there for a moment.
    Caffeine<Object, Object> builder =
        size == 0 ? Caffeine.newBuilder().executor(Runnable::run) : Caffeine.newBuilder();
    this.entries =
        builder
            .maximumSize(size)
            .expireAfter(Expiry.<String, Kept<V>>writing((_, kept) -> ttl.of(kept.entry())))
            .build();
    this.newest =
        Caffeine.newBuilder().maximumSize(4L * known).expireAfterWrite(remembered).build();
  }

  @Nullable Kept<V> get(String key) {
    return entries.getIfPresent(key);
  }

  /** The highest version of it that this instance has seen or heard of. */
  long newest(String key) {
    Long version = newest.getIfPresent(key);
    return version == null ? 0 : version;
  }

  /** False when it is older than what is known: then it is not taken, and not to be shown. */
  boolean offer(String key, Entry<V> entry) {
    // Heard of first, kept second, and both looked at under the lock of the key: see outdated.
    heardOf(key, entry.version());
    var offered = new Kept<>(entry, System.nanoTime() + freshNanos);
    Kept<V> kept =
        entries
            .asMap()
            .compute(key, (_, current) -> entry.isOlderThan(newest(key)) ? current : offered);
    return kept == offered;
  }

  /** Nothing older than this is kept or taken from now on. */
  void outdated(String key, long version) {
    heardOf(key, version);
    entries
        .asMap()
        .computeIfPresent(key, (_, kept) -> kept.entry().isOlderThan(version) ? null : kept);
  }

  void drop(String key) {
    entries.invalidate(key);
  }

  /** What is known of versions stays. */
  void clear() {
    entries.invalidateAll();
  }

  long size() {
    return entries.estimatedSize();
  }

  private void heardOf(String key, long version) {
    if (version > 0) {
      newest.asMap().merge(key, version, Math::max);
    }
  }
}
