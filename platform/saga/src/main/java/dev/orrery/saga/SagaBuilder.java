package dev.orrery.saga;

import dev.orrery.saga.SagaDefinition.Outline;
import dev.orrery.saga.Step.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a definition down. A mistake in it (two steps of one name, a second pivot, a step after
 * the pivot that could be refused) is an {@link IllegalStateException} when it is built.
 */
public final class SagaBuilder<D> {
  private static final Duration DEFAULT_WITHIN = Duration.ofMinutes(2);
  private static final int STEPS_AT_MOST = Long.SIZE;

  private String name = "";
  private int version = 1;
  private Duration within = DEFAULT_WITHIN;
  private UnaryOperator<D> timedOut = UnaryOperator.identity();
  private UnaryOperator<D> cancelled = UnaryOperator.identity();
  private final Map<Integer, UnaryOperator<SagaState<D>>> migrations = new HashMap<>();
  private final List<List<Step<D>>> groups = new ArrayList<>();
  private boolean pivotPassed;

  /** The name under which instances are kept: never change it while instances live. */
  public SagaBuilder<D> named(String name) {
    this.name = name;
    return this;
  }

  /** The version of this definition, from 1. Instances finish on the one they began with. */
  public SagaBuilder<D> version(int version) {
    this.version = version;
    return this;
  }

  /** Instances of that version go on under this one, from the state the function gives. */
  public SagaBuilder<D> migrating(int from, UnaryOperator<SagaState<D>> migration) {
    migrations.put(from, migration);
    return this;
  }

  /**
   * How long the saga may take up to its pivot; after that it is undone. The function says what is
   * remembered of that, and of each branch that is given up.
   */
  public SagaBuilder<D> within(Duration within, UnaryOperator<D> timedOut) {
    this.within = within;
    this.timedOut = timedOut;
    return this;
  }

  /** What a request to cancel that turns the saga back adds to its data. */
  public SagaBuilder<D> onCancel(UnaryOperator<D> cancelled) {
    this.cancelled = cancelled;
    return this;
  }

  /**
   * There is no way back from the start: what a pivot decides is decided before the saga begins.
   * Said before the first step.
   */
  public SagaBuilder<D> forwardOnly() {
    require(!pivotPassed && groups.isEmpty(), "only a saga that has not begun goes only forward");
    pivotPassed = true;
    return this;
  }

  /** A step that can be undone; after the pivot, one that is repeated until it succeeds. */
  public StepBuilder step(String stepName) {
    return branch(stepName, Place.ALONE);
  }

  /** The first of some steps that are done at once; the others follow as {@code and}. */
  public StepBuilder parallel(String stepName) {
    return branch(stepName, Place.FIRST);
  }

  /** The step after which the saga only goes forward. A refusal of it must be final. */
  public StepBuilder pivot(String stepName) {
    require(!pivotPassed, "a saga has one pivot, this is a second: " + stepName);
    pivotPassed = true;
    return new StepBuilder(stepName, Kind.PIVOT, Place.ALONE);
  }

  private StepBuilder branch(String stepName, Place place) {
    return new StepBuilder(stepName, pivotPassed ? Kind.RETRIABLE : Kind.COMPENSATABLE, place);
  }

  private SagaDefinition<D> build() {
    require(!name.isBlank(), "a saga has a name");
    require(version >= 1, "versions are counted from 1, not " + version);
    require(!migrations.containsKey(version), "a version is not migrated to itself: " + version);
    Set<String> names = new HashSet<>();
    groups.forEach(group ->
        group.forEach(
            step -> require(names.add(step.name()), "two steps are named " + step.name())));
    require(names.size() <= STEPS_AT_MOST, "a saga has at most " + STEPS_AT_MOST + " steps");
    return new SagaDefinition<>(
        new Outline<>(name, version, within, timedOut, cancelled, Map.copyOf(migrations)), groups);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** Where a step stands in its group. */
  private enum Place {
    ALONE,
    FIRST,
    NEXT
  }

  /** Says what one step does and what the answers mean. */
  public final class StepBuilder {
    private final String stepName;
    private final Kind kind;
    private final Place place;
    private @Nullable Work<D> work;
    private Optional<Predicate<D>> when = Optional.empty();
    private final Map<Class<?>, BiFunction<D, Object, D>> successes = new HashMap<>();
    private final Map<Class<?>, BiFunction<D, Object, D>> refusals = new HashMap<>();
    private final Set<Class<?>> failures = new HashSet<>();
    private Optional<Work<D>> undo = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Backoff backoff = Backoff.forever();

    private StepBuilder(String stepName, Kind kind, Place place) {
      this.stepName = stepName;
      this.kind = kind;
      this.place = place;
    }

    /** The step is done only if this holds of the data when it is reached; else it is skipped. */
    public StepBuilder when(Predicate<D> condition) {
      when = Optional.of(condition);
      return this;
    }

    public StepBuilder send(Function<D, SagaCommand> command) {
      work = new Work.Send<>(command);
      return this;
    }

    /**
     * Runs in the transaction that moves the saga: when it throws, nothing of that transaction has
     * happened, and what led to it is tried again.
     */
    @SuppressWarnings("unchecked") // the outcome of this saga's code holds this saga's data
    public StepBuilder local(Function<D, Local<D>> code) {
      work = new Work.Run<>(code);
      successes.put(Local.Done.class, (data, done) -> ((Local.Done<D>) done).data());
      if (kind != Kind.RETRIABLE) {
        refusals.put(Local.Refused.class, (data, no) -> ((Local.Refused<D>) no).data());
      }
      return this;
    }

    /** This reply means the step is done. */
    public <R> StepBuilder onReply(Class<R> reply, BiFunction<D, R, D> remember) {
      successes.put(reply, (data, answer) -> remember.apply(data, reply.cast(answer)));
      return this;
    }

    /** This reply means the step is done, and there is nothing in it to remember. */
    public StepBuilder onReply(Class<?> reply) {
      successes.put(reply, (data, answer) -> data);
      return this;
    }

    /** This reply means that the participant refuses and nothing has happened: turn back. */
    public <R> StepBuilder endsIf(Class<R> reply, BiFunction<D, R, D> remember) {
      refusals.put(reply, (data, answer) -> remember.apply(data, reply.cast(answer)));
      return this;
    }

    /**
     * This reply means that the participant could not, and may be asked again: so it is, within the
     * back-off of the step. A reply that is not mentioned at all is not asked about again before
     * the pivot: the step may have happened, and the saga turns back.
     */
    public StepBuilder failsIf(Class<?> reply) {
      failures.add(reply);
      return this;
    }

    /** The command that takes this step back. The participant must accept it at any time. */
    public StepBuilder undo(Function<D, SagaCommand> compensation) {
      undo = Optional.of(new Work.Send<>(compensation));
      return this;
    }

    /** The code that takes this step back, in the transaction that moves the saga. */
    public StepBuilder undoLocal(UnaryOperator<D> compensation) {
      undo = Optional.of(new Work.Run<>(data -> new Local.Done<>(compensation.apply(data))));
      return this;
    }

    /** Gives an attempt up after so long, and the saga turns back. Only before the pivot. */
    public StepBuilder timeout(Duration after) {
      timeout = Optional.of(after);
      return this;
    }

    /** When, after a failure or without an answer, the step or its undoing is attempted again. */
    public StepBuilder retried(Backoff backoff) {
      this.backoff = backoff;
      return this;
    }

    public StepBuilder step(String next) {
      add();
      return SagaBuilder.this.step(next);
    }

    public StepBuilder parallel(String next) {
      add();
      return SagaBuilder.this.parallel(next);
    }

    /** Another step that is done at once with this one. */
    public StepBuilder and(String next) {
      require(place != Place.ALONE, "nothing is done at once with " + stepName);
      add();
      return branch(next, Place.NEXT);
    }

    public StepBuilder pivot(String next) {
      add();
      return SagaBuilder.this.pivot(next);
    }

    public SagaDefinition<D> build() {
      add();
      return SagaBuilder.this.build();
    }

    private void add() {
      Work<D> does = work;
      if (does == null) {
        throw new IllegalStateException("the step " + stepName + " does nothing");
      }
      require(!successes.isEmpty(), "no reply ends the step " + stepName);
      requireWhatItsKindAllows();
      require(
          place == Place.ALONE || !(isLocal(does) || undo.filter(this::isLocal).isPresent()),
          "the step " + stepName + " is code of this transaction: it is at once with nothing");
      Step<D> step =
          new Step<>(
              stepName,
              kind,
              when,
              does,
              Map.copyOf(successes),
              Map.copyOf(refusals),
              Set.copyOf(failures),
              undo,
              timeout,
              backoff);
      if (place != Place.NEXT) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(step);
    }

    private boolean isLocal(Work<D> some) {
      return some instanceof Work.Run<D>;
    }

    private void requireWhatItsKindAllows() {
      switch (kind) {
        case COMPENSATABLE -> {}
        case PIVOT ->
            require(
                undo.isEmpty() && timeout.isEmpty() && when.isEmpty() && !backoff.isLimited(),
                "the pivot " + stepName + " can be neither undone, nor given up, nor skipped");
        case RETRIABLE ->
            require(
                undo.isEmpty() && timeout.isEmpty() && refusals.isEmpty() && !backoff.isLimited(),
                "the step " + stepName + " comes after the pivot: it can only succeed");
      }
    }
  }
}
