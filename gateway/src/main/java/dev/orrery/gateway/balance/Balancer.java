package dev.orrery.gateway.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses one of several instances. Thread-safe. */
interface Balancer {

  /**
   * @param candidates at least one
   * @param key what the call is about, where that matters
   * @param now in nanoseconds
   */
  Candidate choose(
      List<Candidate> candidates, @Nullable String key, long now, RandomGenerator random);
}
