package dev.orrery.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Programs that are run to their end. */
final class Commands {

  private Commands() {}

  static void run(Path directory, List<String> command) throws IOException {
    Process process = start(directory, command);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.onExit().join().exitValue();
    if (exit != 0) {
      throw new SandboxException(
          "'" + String.join(" ", command) + "' ended with " + exit + ":\n" + output.strip());
    }
  }

  static boolean succeeds(String... command) {
    try {
      Process process = start(Path.of("/"), List.of(command));
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException _) {
      // There is no such program.
      return false;
    }
  }

  private static Process start(Path directory, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }
}
