package dev.orrery.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Waits until a server answers, or cannot any more. */
final class Readiness {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  private Readiness() {}

  static void await(Server server, ProcessHandle process, Path log, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (!server.ready()) {
      if (!process.isAlive()) {
        throw new SandboxException(
            "%s ended before it was ready. The end of %s:\n%s"
                .formatted(server.name(), log, LogFile.end(log)));
      }
      if (Instant.now().isAfter(deadline)) {
        throw new SandboxException(
            "%s does not answer after %d s. The end of %s:\n%s"
                .formatted(server.name(), patience.toSeconds(), log, LogFile.end(log)));
      }
      pause(server);
    }
    server.initialize();
  }

  private static void pause(Server server) {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Not waited for " + server.name() + " any more.", e);
    }
  }
}
