package dev.orrery.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system knows of a process, asked by {@code ps} where there is no /proc. */
final class OperatingSystem {

  private OperatingSystem() {}

  /** Bytes in RAM of a process and its descendants; what they share counts once. */
  static long memory(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToLong(handle -> memoryOfOne(handle.pid()))
        .sum();
  }

  private static long memoryOfOne(long pid) {
    try {
      return 1024 * kilobytes(Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")));
    } catch (IOException _) {
      String resident = ps(pid, "rss=");
      return resident.isEmpty() ? 0 : 1024 * Long.parseLong(resident);
    }
  }

  private static long kilobytes(List<String> rollup) {
    return rollup.stream()
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  static boolean isStopped(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // The name, in parentheses, may hold anything.
      return stat.startsWith(") T", stat.lastIndexOf(')'));
    } catch (IOException _) {
      return ps(process.pid(), "state=").startsWith("T");
    }
  }

  private static String ps(long pid, String column) {
    try {
      Process ps = new ProcessBuilder("ps", "-o", column, "-p", Long.toString(pid)).start();
      return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
