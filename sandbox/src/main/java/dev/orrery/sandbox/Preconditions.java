package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What would go wrong in twenty log files is said in one sentence before. */
final class Preconditions {

  private static final long NEEDED_BYTES = 1L << 30;

  private Preconditions() {}

  static void enoughSpace(Path directory) {
    try {
      enoughSpace(directory, Files.getFileStore(directory).getUsableSpace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void enoughSpace(Path directory, long freeBytes) {
    if (freeBytes < NEEDED_BYTES) {
      throw new SandboxException(
          "Only %d MB are free on the disk of %s, and the system wants 1 GB: make room first."
              .formatted(freeBytes >> 20, directory));
    }
  }

  static void freePorts(Server server) {
    server
        .ports()
        .forEach((name, port) -> {
          if (!Ports.isFree(port)) {
            throw new SandboxException(
                "Port %d, which %s needs, is in use%s: end that, or set %s to another port."
                    .formatted(
                        port,
                        server.name(),
                        PortOwner.of(port).map(owner -> " (" + owner + ")").orElse(""),
                        Ports.variable(name)));
          }
        });
  }
}
