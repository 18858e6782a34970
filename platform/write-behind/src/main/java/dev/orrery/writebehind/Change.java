package dev.orrery.writebehind;

import java.util.Optional;

/**
 * What became of a key.
 *
 * @param version higher than that of every change of the key before
 * @param value empty where it was removed
 */
public record Change<V>(String key, long version, Optional<V> value) {}
