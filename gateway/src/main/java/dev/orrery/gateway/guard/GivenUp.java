package dev.orrery.gateway.guard;

import java.util.Map;

/**
 * Marks an attempt whose answer is no longer wanted: that it was cut short says nothing of who was
 * asked.
 */
public final class GivenUp {

  private static final String ATTRIBUTE = GivenUp.class.getName();

  private GivenUp() {}

  static void mark(Map<String, Object> attributes) {
    attributes.put(ATTRIBUTE, true);
  }

  public static boolean isIn(Map<String, Object> attributes) {
    return attributes.containsKey(ATTRIBUTE);
  }
}
