package dev.orrery.coordination;

import java.util.regex.Pattern;

/**
 * What is locked, or has permits.
 *
 * @param kind of thing; there are few of them, and metrics are told apart by it
 * @param key of the one thing, empty where there is only one
 */
public record LockName(String kind, String key) {
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern KEY = Pattern.compile("[\\w.:-]{0,128}");

  public LockName {
    if (!KIND.matcher(kind).matches() || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("no lock can be named " + kind + ":" + key);
    }
  }

  public static LockName of(String kind) {
    return new LockName(kind, "");
  }

  @Override
  public String toString() {
    return key.isEmpty() ? kind : kind + ":" + key;
  }
}
