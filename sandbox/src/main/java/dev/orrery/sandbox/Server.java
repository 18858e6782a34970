package dev.orrery.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program as one process of the system: what it needs on disk, how it is run, and when it is
 * ready.
 */
interface Server {

  String name();

  /** Where it answers. */
  int port();

  /** All it listens on, by the names that {@link Ports} knows them by. */
  default Map<String, Integer> ports() {
    return Map.of(name(), port());
  }

  /** The names of those that have to be ready before it starts. */
  default Set<String> needs() {
    return Set.of();
  }

  /** Where it runs. */
  Path directory();

  /** Lays out its files; does nothing where they are there from an earlier run. */
  void prepare() throws IOException;

  List<String> command();

  default Map<String, String> environment() {
    return Map.of();
  }

  boolean ready();

  /** What has to happen once it is ready and before others use it; may happen again. */
  default void initialize() {}

  default boolean canStartFaster() {
    return false;
  }

  /** Makes its next starts faster, once for each version of it; it may run meanwhile. */
  default void learnToStartFaster() {}

  /** The signal on which it ends in peace. */
  default Signal farewell() {
    return Signal.TERM;
  }

  /** The signal on which it ends at once, its data being of no more use. */
  default Signal abort() {
    return Signal.KILL;
  }
}
