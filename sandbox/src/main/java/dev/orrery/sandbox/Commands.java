package dev.orrery.sandbox;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that are run to their end. */
final class Commands {

  private Commands() {}

  /** Fails with what the command said where it ends with anything but 0. */
  static void run(Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = Files.createTempFile("orrery-", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (await(process) != 0) {
        throw new SandboxException(
            "'%s' ended with %d:\n%s"
                .formatted(String.join(" ", command), process.exitValue(), LogFile.end(output)));
      }
    } finally {
      Files.delete(output);
    }
  }

  static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return await(process) == 0;
    } catch (IOException _) {
      // There is no such program.
      return false;
    }
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted.", e);
    }
  }
}
