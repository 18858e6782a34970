package dev.orrery.cache;

import java.util.Optional;

/**
 * What was read under one key.
 *
 * @param version of the value; 0 when there is none
 */
record Entry<V>(long version, Optional<V> value) {
  static <V> Entry<V> absent() {
    return new Entry<>(0, Optional.empty());
  }

  boolean isOlderThan(long known) {
    return version < known;
  }
}
