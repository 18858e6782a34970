package dev.orrery.gateway.balance;

import java.time.Duration;
import java.util.List;

/**
 * Leaves out for a while whoever fails several times in a row, each time for longer; never more
 * than half, for then it is not they who are ill.
 *
 * @param time of the first ejection; that of later ones is a multiple, up to ten
 */
record Ejection(int afterFailures, Duration time) {

  private static final int LONGEST = 10;

  long nanos(int times) {
    return time.toNanos() * Math.min(times, LONGEST);
  }

  List<Candidate> without(List<Candidate> candidates, long now) {
    List<Candidate> well =
        candidates.stream().filter(candidate -> !candidate.load().isEjected(now)).toList();
    return well.size() * 2 >= candidates.size() ? well : candidates;
  }
}
