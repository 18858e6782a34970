package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One life of a server, as its pid file tells it. A process id alone may be another process's by
 * now; with the time of its start it means one process for ever.
 *
 * @param fingerprint of what was run: another one means that it is out of date
 */
record Incarnation(long pid, Instant startedAt, String fingerprint) {

  /** The kernel counts from the boot, whose time of day shifts a little as the clock is set. */
  private static final Duration CLOCK_SHIFT = Duration.ofSeconds(2);

  static Incarnation of(ProcessHandle process, String fingerprint) {
    return new Incarnation(process.pid(), startOf(process), fingerprint);
  }

  static Optional<Incarnation> load(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 3
          ? Optional.empty()
          : Optional.of(
              new Incarnation(
                  Long.parseLong(lines.get(0)), Instant.parse(lines.get(1)), lines.get(2)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void save(Path file) {
    try {
      Path partial = file.resolveSibling(file.getFileName() + ".partial");
      Files.writeString(partial, pid + "\n" + startedAt + "\n" + fingerprint + "\n");
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process, if it is still this one. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process ->
            Duration.between(startedAt, startOf(process)).abs().compareTo(CLOCK_SHIFT) < 0);
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
