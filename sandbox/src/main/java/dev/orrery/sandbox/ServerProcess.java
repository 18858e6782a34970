package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that we started, its output in a file. */
record ServerProcess(Server server, Process process, Path log) {

  static ServerProcess start(Server server, Path log, List<String> prefix) {
    try {
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
}
