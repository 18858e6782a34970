package dev.orrery.gateway.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** By weight, and never many times in a row the same: nginx's. */
final class SmoothWeighted implements Balancer {

  private final Map<String, Integer> credit = new HashMap<>();

  @Override
  public synchronized Candidate choose(
      List<Candidate> candidates, @Nullable String key, long now, RandomGenerator random) {
    credit.keySet().retainAll(candidates.stream().map(Candidate::id).collect(Collectors.toSet()));
    Candidate best = candidates.getFirst();
    int total = 0;
    for (Candidate candidate : candidates) {
      total += candidate.weight();
      int richer = credit.merge(candidate.id(), candidate.weight(), Integer::sum);
      if (richer > credit.getOrDefault(best.id(), 0)) {
        best = candidate;
      }
    }
    credit.merge(best.id(), -total, Integer::sum);
    return best;
  }
}
