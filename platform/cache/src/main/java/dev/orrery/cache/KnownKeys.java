package dev.orrery.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which keys there are, so that a stranger is turned away before Redis and the database hear of it.
 * Made anew from the source from time to time; what is told in between is added. A key of which
 * this instance was not told is missed until then. Thread-safe.
 */
final class KnownKeys {
  /** Room for what is told before it is made anew. */
  private static final int ROOM = 1_000;

  private final @Nullable Supplier<? extends Collection<String>> source;
  private final List<String> meanwhile = new ArrayList<>();
  private volatile @Nullable BloomFilter known;
  private boolean renewing;

  /**
   * @param source none where nobody is to be turned away
   */
  KnownKeys(@Nullable Supplier<? extends Collection<String>> source) {
    this.source = source;
  }

  /** Until the source was read once, everything may be there. */
  boolean mightContain(String key) {
    BloomFilter filter = known;
    return filter == null || filter.mightContain(key);
  }

  synchronized void add(String key) {
    BloomFilter filter = known;
    if (filter != null) {
      filter.add(key);
    }
    if (renewing) {
      meanwhile.add(key);
    }
  }

  /** Called by one at a time; throws what the source throws, and keeps what it had. */
  void renew() {
    if (source == null) {
      return;
    }
    begin();
    try {
      Collection<String> keys = source.get();
      var made = new BloomFilter(Math.addExact(Math.multiplyExact(keys.size(), 2), ROOM));
      keys.forEach(made::add);
      replace(made);
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    renewing = true;
  }

  private synchronized void replace(BloomFilter made) {
    meanwhile.forEach(made::add);
    known = made;
  }

  private synchronized void end() {
    renewing = false;
    meanwhile.clear();
  }
}
