package dev.orrery.saga.checker;

import dev.orrery.saga.Local;
import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.checker.Message.Stray;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Explores every run of a saga, breadth first, and tells the shortest story of what is broken:
 *
 * <ul>
 *   <li>what was given to {@link #never} and {@link #endsWith};
 *   <li>no participant is left at the end as it must not be ({@link Participant#mayBeLeft});
 *   <li>an end is never left, and only what may have been done is undone;
 *   <li>some run completes, and every fair run ends. A run is fair where time does not stop, a
 *       message that is sent again and again arrives again and again, and who could not can at
 *       last.
 * </ul>
 *
 * <p>Not thread-safe.
 *
 * @param <D> what the saga remembers; with equals
 */
public final class SagaChecker<D> {
  private static final int MAX_STATES = 500_000;

  private final SagaDefinition<D> saga;
  private final D data;
  private final Cast cast = new Cast();
  private final Set<Stray> strays = new LinkedHashSet<>();
  private final Map<String, Function<D, List<Local<D>>>> models = new HashMap<>();
  private final Map<String, Predicate<World<D>>> forbidden = new LinkedHashMap<>();
  private int maxStates = MAX_STATES;

  private SagaChecker(SagaDefinition<D> saga, D data) {
    this.saga = saga;
    this.data = data;
  }

  /** Calls {@link Saga#define} and, of the rest, only what the definition calls. */
  public static <D> SagaChecker<D> of(Saga<D> saga, D data) {
    return of(saga.define(new SagaBuilder<>()), data);
  }

  /** A definition by itself, such as one of an earlier version. */
  public static <D> SagaChecker<D> of(SagaDefinition<D> saga, D data) {
    return new SagaChecker<>(saga, data);
  }

  /** Who takes the commands of this topic, or some of them. */
  public SagaChecker<D> at(String destination, Participant<?> participant) {
    cast.add(destination, participant);
    return this;
  }

  /** What may come of the code of this step. Without it, the code itself is run. */
  public SagaChecker<D> code(String step, Function<D, List<Local<D>>> outcomes) {
    models.put(step, outcomes);
    return this;
  }

  /** This command of somebody else is on its way, and may be delivered at any time. */
  public SagaChecker<D> stray(SagaCommand command) {
    strays.add(new Stray(command));
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

  /** How many states are looked at before the check is given up. 500,000 unless told. */
  public SagaChecker<D> atMost(int states) {
    if (states < 1) {
      throw new IllegalArgumentException("at least one state is looked at, not " + states);
    }
    maxStates = states;
    return this;
  }

  /**
   * @throws IllegalStateException where there are more states than that: nothing is proven then
   * @throws IllegalArgumentException where nobody takes a command
   */
  public Verdict check() {
    var behaviour = new Behaviour<>(new Moves<>(saga, models), new Telling<>(saga), cast);
    return new Exploration<>(behaviour, behaviour.start(data, strays), forbidden, maxStates)
        .verdict();
  }
}
