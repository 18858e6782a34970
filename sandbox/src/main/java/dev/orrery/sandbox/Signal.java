package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** POSIX signals, sent by the shell: the JDK knows only two of them. */
enum Signal {
  /** Postgres: roll back what is open, then end ("fast shutdown"). */
  INT,
  /** Postgres: leave everything to recovery, but take the shared memory along. */
  QUIT,
  TERM,
  KILL,
  STOP,
  CONT;

  /** To a process and all its descendants: Postgres is a family of processes. */
  void sendToTree(ProcessHandle process) {
    send(Stream.concat(Stream.of(process), process.descendants()));
  }

  void send(ProcessHandle process) {
    send(Stream.of(process));
  }

  private void send(Stream<ProcessHandle> processes) {
    String pids =
        processes.map(handle -> Long.toString(handle.pid())).collect(Collectors.joining(" "));
    try {
      // A process that ended meanwhile is no error, so the exit code says nothing.
      new ProcessBuilder("sh", "-c", "kill -s " + name() + " " + pids)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not send " + this + " to " + pids, e);
    }
  }
}
