package dev.orrery.saga.checker;

import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Explores every run of a saga, breadth first, and tells the shortest story of what is broken:
 *
 * <ul>
 *   <li>what was given to {@link #never} and {@link #endsWith};
 *   <li>an end is never left, and only what may have been done is undone;
 *   <li>some run completes, and every fair run ends. A run is fair where time does not stop and a
 *       message that is sent again and again arrives again and again.
 * </ul>
 *
 * <p>Not thread-safe.
 *
 * @param <D> what the saga remembers; with equals
 */
public final class SagaChecker<D> {
  private static final int MAX_STATES = 200_000;

  private final Saga<D> saga;
  private final D data;
  private final Map<String, Participant<?>> participants = new LinkedHashMap<>();
  private final Map<String, Predicate<World<D>>> forbidden = new LinkedHashMap<>();
  private int maxStates = MAX_STATES;

  private SagaChecker(Saga<D> saga, D data) {
    this.saga = saga;
    this.data = data;
  }

  /** Only {@link Saga#define} is called. */
  public static <D> SagaChecker<D> of(Saga<D> saga, D data) {
    return new SagaChecker<>(saga, data);
  }

  /** Who takes the commands of this topic. */
  public SagaChecker<D> at(String destination, Participant<?> participant) {
    if (participants.putIfAbsent(destination, participant) != null) {
      throw new IllegalArgumentException("somebody is at " + destination + " already");
    }
    return this;
  }

  /** What must not be so in any world, at whatever time. */
  public SagaChecker<D> never(String name, Predicate<World<D>> bad) {
    forbidden.put("never " + name, bad);
    return this;
  }

  /** What must be so from the end of the saga on, also when late messages arrive. */
  public SagaChecker<D> endsWith(String name, Predicate<World<D>> good) {
    forbidden.put(
        "ends with " + name, world -> world.saga().status().isTerminal() && !good.test(world));
    return this;
  }

  /** How many states are looked at before the check is given up. 200,000 unless told. */
  public SagaChecker<D> atMost(int states) {
    if (states < 1) {
      throw new IllegalArgumentException("at least one state is looked at, not " + states);
    }
    maxStates = states;
    return this;
  }

  /**
   * @throws IllegalStateException where there are more states than that: nothing is proven then
   * @throws IllegalArgumentException where a command goes to nobody, or to one that does not take
   *     it
   */
  public Verdict check() {
    var definition = saga.define(new SagaBuilder<>());
    var behaviour = new Behaviour<>(definition, data, Map.copyOf(participants));
    return new Exploration<>(behaviour, new LinkedHashMap<>(forbidden), maxStates).verdict();
  }
}
