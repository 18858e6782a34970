package dev.orrery.gateway.guard;

import java.util.concurrent.ConcurrentHashMap;

/** How many calls each caller has under way; who has none takes no memory. Thread-safe. */
final class CallerShares {

  private final ConcurrentHashMap<String, Integer> calls = new ConcurrentHashMap<>();

  /** True is to be followed by one {@link #leave}, false by none. */
  boolean enter(String caller, int limit) {
    boolean[] entered = {false};
    calls.compute(
        caller,
        (_, taken) -> {
          int now = taken == null ? 0 : taken;
          entered[0] = now < limit;
          return entered[0] ? Integer.valueOf(now + 1) : taken;
        });
    return entered[0];
  }

  void leave(String caller) {
    calls.computeIfPresent(caller, (_, taken) -> taken == 1 ? null : Integer.valueOf(taken - 1));
  }

  int callers() {
    return calls.size();
  }
}
