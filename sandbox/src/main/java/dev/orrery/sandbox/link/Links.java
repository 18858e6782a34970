package dev.orrery.sandbox.link;

import java.util.List;

/** How all links are. */
public record Links(List<Entry> links) {

  /**
   * @param connections how many go through it
   */
  public record Entry(String name, Conditions conditions, int connections) {}
}
