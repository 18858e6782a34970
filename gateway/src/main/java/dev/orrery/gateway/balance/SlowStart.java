package dev.orrery.gateway.balance;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives an instance that has just come a growing part of its calls, and the rest to others. */
record SlowStart(Balancer balancer, Duration time) implements Balancer {

  @Override
  public Candidate choose(
      List<Candidate> candidates, @Nullable String key, long now, RandomGenerator random) {
    Candidate chosen = balancer.choose(candidates, key, now, random);
    if (random.nextDouble() < chosen.load().warmth(now, time.toNanos())) {
      return chosen;
    }
    List<Candidate> warmer =
        candidates.stream()
            .filter(other ->
                other.load().warmth(now, time.toNanos())
                    > chosen.load().warmth(now, time.toNanos()))
            .toList();
    return warmer.isEmpty() ? chosen : balancer.choose(warmer, key, now, random);
  }
}
