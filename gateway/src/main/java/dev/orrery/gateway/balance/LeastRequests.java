package dev.orrery.gateway.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who has the fewest calls under way for its weight; the search begins anywhere, against herds. */
final class LeastRequests implements Balancer {

  @Override
  public Candidate choose(
      List<Candidate> candidates, @Nullable String key, long now, RandomGenerator random) {
    int start = random.nextInt(candidates.size());
    Candidate best = candidates.get(start);
    double least = perWeight(best);
    for (int step = 1; step < candidates.size(); step++) {
      Candidate other = candidates.get((start + step) % candidates.size());
      double others = perWeight(other);
      if (others < least) {
        best = other;
        least = others;
      }
    }
    return best;
  }

  private static double perWeight(Candidate candidate) {
    return (double) candidate.load().inFlight() / candidate.weight();
  }
}
