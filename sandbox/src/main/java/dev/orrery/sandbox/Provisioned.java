package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file or directory that is made once, wholly or not at all: of several processes that find it
 * missing one makes it while the others wait, and what an interrupted one left is not taken for it.
 */
final class Provisioned {

  interface Recipe {
    /** Makes it under another name; its directory exists, it does not. */
    void make(Path partial) throws IOException;
  }

  private Provisioned() {}

  static Path once(Path target, Recipe recipe) {
    if (Files.exists(target)) {
      return target;
    }
    try {
      Files.createDirectories(target.resolveSibling("."));
      try (FileChannel channel =
              FileChannel.open(
                  target.resolveSibling(target.getFileName() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(target)) {
          Path partial = target.resolveSibling(target.getFileName() + ".partial");
          Directories.delete(partial);
          recipe.make(partial);
          Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make " + target + ": " + e.getMessage(), e);
    }
  }
}
