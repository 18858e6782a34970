package dev.orrery.writebehind;

import java.util.List;
import java.util.Set;

/**
 * Where values end up: a table with a row for each key, its version and its value. A removed value
 * leaves its row and version behind for a while, lest an older one comes back. Thread-safe.
 */
public interface BackingStore<V> {

  /** The value of a key as it is in the table. */
  Versioned<V> load(String key);

  /** The highest version in the table, 0 where it is empty. Asked when Redis has forgotten. */
  long newestVersion();

  /**
   * Writes each change whose key has an older version in the table, or none. Called in a
   * transaction which it must not leave; keys are different.
   *
   * @return the keys of which the table has a newer version than this change's
   */
  Set<String> write(List<Change<V>> changes);
}
