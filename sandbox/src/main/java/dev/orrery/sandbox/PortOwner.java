package dev.orrery.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who listens on a port, as far as /proc tells. */
final class PortOwner {

  private static final String LISTENING = "0A";

  private PortOwner() {}

  static Optional<String> of(int port) {
    List<String> sockets =
        Stream.of("/proc/net/tcp", "/proc/net/tcp6")
            .flatMap(table -> lines(Path.of(table)))
            .map(line -> line.strip().split("\\s+"))
            .filter(columns -> columns.length > 9 && columns[3].equals(LISTENING))
            .filter(columns -> columns[1].endsWith(":%04X".formatted(port)))
            .map(columns -> "socket:[" + columns[9] + "]")
            .toList();
    return ProcessHandle.allProcesses()
        .filter(process -> holdsOneOf(sockets, process))
        .findFirst()
        .map(process -> process.info().command().orElse("a process") + ", pid " + process.pid());
  }

  private static boolean holdsOneOf(List<String> sockets, ProcessHandle process) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException _) {
      // Somebody else's, or already gone.
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return "";
    }
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream();
    } catch (IOException _) {
      return Stream.empty();
    }
  }
}
