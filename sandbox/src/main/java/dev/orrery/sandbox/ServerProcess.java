package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A server that runs, its output in a file. */
record ServerProcess(Server server, Process process, Path log) {

  private static final Duration PROBE_INTERVAL = Duration.ofMillis(50);
  private static final int LAST_LINES = 15;

  static ServerProcess start(Server server, Path log, List<String> prefix) {
    try {
      server.prepare();
      List<String> command = new ArrayList<>(prefix);
      command.addAll(server.command());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(server.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(server.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      return new ServerProcess(server, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not start " + server.name(), e);
    }
  }

  void awaitReady(Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (!server.ready()) {
      if (!process.isAlive()) {
        throw new SandboxException(
            "%s ended with %d before it was ready; the end of %s:\n%s"
                .formatted(server.name(), process.exitValue(), log, lastLines()));
      }
      if (Instant.now().isAfter(deadline)) {
        throw new SandboxException(
            "%s was not ready within %d s; the end of %s:\n%s"
                .formatted(server.name(), patience.toSeconds(), log, lastLines()));
      }
      pause();
    }
    server.initialize();
  }

  private static void pause() {
    try {
      Thread.sleep(PROBE_INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while waiting for a server.", e);
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }
}
