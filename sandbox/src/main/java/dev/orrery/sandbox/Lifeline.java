package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Ends children with this JVM, however it ends: a shell reads from a pipe that only we hold, and
 * when it closes (also by a kill -9 of us) ends them and removes their files. Better than a
 * shutdown hook even for an orderly end, since it comes after all hooks: an application that closes
 * in one of those still has its database.
 */
final class Lifeline {

  /** Each line replaces the one before; the last one is run when the pipe closes. */
  private static final String WATCH =
      """
      trap '' HUP INT TERM
      while read -r line; do will=$line; done
      eval "$will"
      """;

  private static final String AWAIT_END =
      "for pid in %s; do n=0; while kill -0 $pid && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; done; ";

  private final String finalCommand;
  private final Writer pipe;
  private final Set<ServerProcess> children = new LinkedHashSet<>();

  private Lifeline(String finalCommand) {
    this.finalCommand = finalCommand;
    try {
      this.pipe =
          new ProcessBuilder("sh", "-c", WATCH)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .outputWriter(StandardCharsets.UTF_8);
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Lifeline keepingFiles() {
    return new Lifeline("true");
  }

  static Lifeline deleting(Path directory) {
    return new Lifeline("rm -rf '" + directory + "'");
  }

  synchronized void hold(ServerProcess child) {
    children.removeIf(other -> !other.process().isAlive());
    children.add(child);
    try {
      write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() throws IOException {
    StringBuilder will = new StringBuilder();
    StringJoiner pids = new StringJoiner(" ");
    for (ServerProcess child : children) {
      long pid = child.process().pid();
      will.append("kill -s %s %d; ".formatted(child.server().abort(), pid));
      pids.add(Long.toString(pid));
    }
    will.append(AWAIT_END.formatted(pids)).append(finalCommand).append('\n');
    pipe.write(will.toString());
    pipe.flush();
  }
}
