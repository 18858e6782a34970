package dev.orrery.writebehind;

import java.util.Optional;

/**
 * A value and how new it is.
 *
 * @param version 0 where there never was one
 * @param value empty where there is none, or none any more
 */
public record Versioned<V>(long version, Optional<V> value) {

  public static <V> Versioned<V> never() {
    return new Versioned<>(0, Optional.empty());
  }
}
