package dev.orrery.gateway.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

final class RoundRobin implements Balancer {

  private final AtomicInteger turn = new AtomicInteger();

  @Override
  public Candidate choose(
      List<Candidate> candidates, @Nullable String key, long now, RandomGenerator random) {
    return candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
  }
}
