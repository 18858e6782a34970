package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The directory of one running system: data, logs and who runs. */
record State(Path directory) {

  Path data() {
    return directory.resolve("data");
  }

  Path log(String name) {
    return directory.resolve("logs").resolve(name + ".log");
  }

  Path pid(String name) {
    return directory.resolve("pids").resolve(name);
  }

  Path ports() {
    return directory.resolve("ports");
  }

  Path shape() {
    return directory.resolve("shape");
  }

  State created() {
    try {
      for (String part : new String[] {"data", "logs", "pids"}) {
        Files.createDirectories(directory.resolve(part));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not create " + directory, e);
    }
  }

  void forget() {
    try {
      Directories.delete(data());
      Directories.delete(directory.resolve("logs"));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete the data in " + directory, e);
    }
  }

  /** A new life, a new log; that of the life before is kept beside it. */
  Path rolledLog(String name) {
    Path log = log(name);
    try {
      if (Files.exists(log)) {
        Files.move(
            log, log.resolveSibling(name + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
      }
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
