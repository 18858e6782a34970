package dev.orrery.gateway.balance;

import java.time.Duration;
import java.util.List;

/**
 * Leaves out those who have said that they are about to stop, so that they end what they have and
 * get nothing new; unless all have said so.
 *
 * @param memory of what was said: who still answers after that has not stopped
 */
record Draining(Duration memory) {

  /** What an instance says of itself in its answers. */
  static final String SIGN = "Orrery-Draining";

  List<Candidate> without(List<Candidate> candidates, long now) {
    List<Candidate> staying =
        candidates.stream().filter(candidate -> !candidate.load().isDraining(now)).toList();
    return staying.isEmpty() ? candidates : staying;
  }
}
