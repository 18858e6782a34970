package dev.orrery.gateway.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The cheaper of two chosen at random, by latency and calls under way: nearly the best, no herd.
 */
final class PowerOfTwo implements Balancer {

  @Override
  public Candidate choose(
      List<Candidate> candidates, @Nullable String key, long now, RandomGenerator random) {
    int first = random.nextInt(candidates.size());
    if (candidates.size() == 1) {
      return candidates.get(first);
    }
    int second = (first + 1 + random.nextInt(candidates.size() - 1)) % candidates.size();
    Candidate one = candidates.get(first);
    Candidate other = candidates.get(second);
    return cost(one, now) <= cost(other, now) ? one : other;
  }

  private static double cost(Candidate candidate, long now) {
    return candidate.load().cost(now) / candidate.weight();
  }
}
