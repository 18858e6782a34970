package dev.orrery.saga;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A checked sequence of groups of steps; the steps of a group are done at once. Steps are numbered
 * through, from 0. Immutable; made by {@link SagaBuilder}.
 */
public final class SagaDefinition<D> {
  private final Outline<D> outline;
  private final List<Step<D>> steps;
  private final int[] groupOf;
  private final int[] firstOf;
  private final long undoable;

  /** What is said of the saga as a whole. */
  record Outline<D>(
      String name,
      int version,
      Duration within,
      UnaryOperator<D> timedOut,
      UnaryOperator<D> cancelled,
      Map<Integer, UnaryOperator<SagaState<D>>> migrations) {}

  SagaDefinition(Outline<D> outline, List<List<Step<D>>> groups) {
    this.outline = outline;
    this.steps = groups.stream().flatMap(List::stream).toList();
    this.groupOf = new int[steps.size()];
    this.firstOf = new int[groups.size() + 1];
    int step = 0;
    for (int group = 0; group < groups.size(); group++) {
      firstOf[group] = step;
      for (int i = 0; i < groups.get(group).size(); i++) {
        groupOf[step++] = group;
      }
    }
    firstOf[groups.size()] = step;
    long undoable = 0;
    for (int i = 0; i < step; i++) {
      undoable |= steps.get(i).undo().isPresent() ? 1L << i : 0;
    }
    this.undoable = undoable;
  }

  public String name() {
    return outline.name();
  }

  /** The version that instances which begin now are of, from 1. */
  public int version() {
    return outline.version();
  }

  public String stepName(int step) {
    return steps.get(step).name();
  }

  /** Whether the saga may still turn back while it does this step. */
  public boolean isBeforePivot(int step) {
    return steps.get(step).kind() == Step.Kind.COMPENSATABLE;
  }

  /** Whether this reply to a step or to its undoing means: could not, and may be asked again. */
  public boolean isFailure(int step, Object reply) {
    return steps.get(step).isFailure(reply);
  }

  /** The attempt at a step after which each further one means the same to the engine. */
  public int lastDistinctAttempt(int step) {
    Backoff backoff = steps.get(step).backoff();
    return backoff.isLimited() ? Math.max(2, backoff.attempts()) : 2;
  }

  /** The versions whose instances go on under this one. */
  public Set<Integer> migratesFrom() {
    return outline.migrations().keySet();
  }

  /** The state of an instance of another version in terms of this one. */
  public Optional<SagaState<D>> migrate(int from, SagaState<D> state) {
    return Optional.ofNullable(outline.migrations().get(from))
        .map(migration -> migration.apply(state));
  }

  /** How long the saga may take up to its pivot. */
  Duration within() {
    return outline.within();
  }

  D timedOut(D data) {
    return outline.timedOut().apply(data);
  }

  D cancelled(D data) {
    return outline.cancelled().apply(data);
  }

  Step<D> step(int index) {
    return steps.get(index);
  }

  int groups() {
    return firstOf.length - 1;
  }

  int groupOf(int step) {
    return groupOf[step];
  }

  int first(int group) {
    return firstOf[group];
  }

  int end(int group) {
    return firstOf[group + 1];
  }

  /** The steps that have something to undo, one bit each. */
  long undoable() {
    return undoable;
  }

  /** The steps of a group, one bit each. */
  long steps(int group) {
    long upTo = end(group) == Long.SIZE ? -1L : (1L << end(group)) - 1;
    return upTo & ~((1L << first(group)) - 1);
  }
}
