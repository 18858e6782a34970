package dev.orrery.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The working copy this runs from: the nearest directory above the current one that has the {@code
 * orrery} script, or what {@code -Dorrery.home} or {@code ORRERY_HOME} says.
 */
record Repository(Path root) {

  static Repository find() {
    return Optional.ofNullable(System.getProperty("orrery.home", System.getenv("ORRERY_HOME")))
        .map(home -> new Repository(Path.of(home).toAbsolutePath().normalize()))
        .orElseGet(() -> above(Path.of("").toAbsolutePath()));
  }

  private static Repository above(Path start) {
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      if (Files.isRegularFile(directory.resolve("orrery"))) {
        return new Repository(directory);
      }
    }
    throw new SandboxException(
        "No orrery repository at or above " + start + ": set ORRERY_HOME to its directory.");
  }
}
