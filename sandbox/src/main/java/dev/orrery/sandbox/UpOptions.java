package dev.orrery.sandbox;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What {@code ./orrery up} was asked for.
 *
 * @param fresh whether all data is forgotten first
 */
record UpOptions(boolean fresh, Shape shape) {

  /**
   * @throws UsageException where an option is unknown, given twice or without its number
   */
  static UpOptions parse(List<String> arguments) {
    boolean fresh = false;
    Shape shape = Shape.USUAL;
    Set<String> given = new HashSet<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      if (!given.add(option)) {
        throw new UsageException(option + " is given twice.");
      }
      switch (option) {
        case "--fresh" -> fresh = true;
        case "--faults" -> shape = shape.withLinks();
        case "--replicas" -> shape = shape.withReplicas(number(rest));
        default ->
            throw new UsageException(
                "'up "
                    + String.join(" ", arguments)
                    + "' is no command: --fresh, --faults and --replicas N are its options.");
      }
    }
    return new UpOptions(fresh, shape);
  }

  private static int number(Iterator<String> rest) {
    String text = rest.hasNext() ? rest.next() : "";
    if (!text.matches("[0-9]{1,3}")) {
      throw new UsageException("--replicas needs a number, 1 or 2.");
    }
    return Integer.parseInt(text);
  }
}
