package dev.orrery.benchmarks;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What this process and the servers it has started have spent so far. Unlike the time on the wall
 * it hardly depends on who else uses the machine.
 */
record ProcessorTime(Duration spent) {

  static ProcessorTime now() {
    var self = ProcessHandle.current();
    return new ProcessorTime(
        Stream.concat(Stream.of(self), self.descendants())
            .flatMap(process -> process.info().totalCpuDuration().stream())
            .reduce(Duration.ZERO, Duration::plus));
  }

  /** Microseconds since then for each of so many. */
  double since(ProcessorTime earlier, double count) {
    return spent.minus(earlier.spent).toNanos() / 1e3 / count;
  }
}
