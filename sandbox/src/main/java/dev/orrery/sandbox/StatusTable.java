package dev.orrery.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

final class StatusTable {

  private static final String ROW = "%-18s %-8s %6s %8s %9s %10s%n";

  private StatusTable() {}

  /** Says whether all are ready. */
  static boolean print(List<Status> all, PrintStream out) {
    out.printf(ROW, "PROCESS", "HEALTH", "PORT", "PID", "MEMORY", "UPTIME");
    for (Status one : all) {
      boolean runs = one.health() != Status.Health.STOPPED;
      out.printf(
          ROW,
          one.name(),
          one.health().toString().toLowerCase(Locale.ROOT),
          one.port(),
          runs ? one.pid() : "-",
          runs ? megabytes(one.memory()) : "-",
          runs ? readable(one.uptime()) : "-");
    }
    out.printf(ROW, "all", "", "", "", megabytes(all.stream().mapToLong(Status::memory).sum()), "");
    return all.stream().allMatch(one -> one.health() == Status.Health.READY);
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }

  private static String readable(Duration duration) {
    return duration.toHours() > 0
        ? "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart())
        : duration.toMinutes() > 0
            ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
            : duration.toSeconds() + " s";
  }
}
