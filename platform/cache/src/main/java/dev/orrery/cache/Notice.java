package dev.orrery.cache;

/**
 * What one instance tells all others.
 *
 * @param from the instance, which does not listen to itself
 * @param version that is there now; nothing older may be kept. {@link #WHATEVER} where values have
 *     no version
 * @param key empty for all keys
 */
record Notice(String from, long version, String key) {
  static final long WHATEVER = -1;

  static Notice parse(String text) {
    String[] parts = text.split(" ", 3);
    return new Notice(parts[0], Long.parseLong(parts[1]), parts[2]);
  }

  String text() {
    return from + " " + version + " " + key;
  }
}
