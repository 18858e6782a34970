package dev.orrery.saga;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A checked sequence of steps. Immutable; made by {@link SagaBuilder}. */
public final class SagaDefinition<D> {
  private final String name;
  private final Duration within;
  private final UnaryOperator<D> timedOut;
  private final List<Step<D>> steps;

  SagaDefinition(String name, Duration within, UnaryOperator<D> timedOut, List<Step<D>> steps) {
    this.name = name;
    this.within = within;
    this.timedOut = timedOut;
    this.steps = List.copyOf(steps);
  }

  public String name() {
    return name;
  }

  public String stepName(int step) {
    return steps.get(step).name();
  }

  /** How long the saga may take up to its pivot. */
  Duration within() {
    return within;
  }

  D timedOut(D data) {
    return timedOut.apply(data);
  }

  Step<D> step(int index) {
    return steps.get(index);
  }

  boolean isLast(int index) {
    return index == steps.size() - 1;
  }

  /** The nearest step at or below the index that has something to undo, or -1. */
  int undoableFrom(int index) {
    int step = index;
    while (step >= 0 && steps.get(step).undo().isEmpty()) {
      step--;
    }
    return step;
  }
}
