package dev.orrery.saga;

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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a definition down. A mistake in it (two steps of one name, a second pivot, a step after
 * the pivot that could be refused) is an {@link IllegalStateException} when it is built.
 */
public final class SagaBuilder<D> {
  private static final Duration DEFAULT_WITHIN = Duration.ofMinutes(2);

  private String name = "";
  private Duration within = DEFAULT_WITHIN;
  private UnaryOperator<D> timedOut = UnaryOperator.identity();
  private final List<Step<D>> steps = new ArrayList<>();
  private boolean pivotPassed;

  /** The name under which instances are kept: never change it while instances live. */
  public SagaBuilder<D> named(String name) {
    this.name = name;
    return this;
  }

  /** How long the saga may take up to its pivot; after that it is undone. */
  public SagaBuilder<D> within(Duration within, UnaryOperator<D> timedOut) {
    this.within = within;
    this.timedOut = timedOut;
    return this;
  }

  /** A step that can be undone; after the pivot, one that is repeated until it succeeds. */
  public StepBuilder step(String stepName) {
    return new StepBuilder(stepName, pivotPassed ? Kind.RETRIABLE : Kind.COMPENSATABLE);
  }

  /** The step after which the saga only goes forward. A refusal of it must be final. */
  public StepBuilder pivot(String stepName) {
    require(!pivotPassed, "a saga has one pivot, this is a second: " + stepName);
    pivotPassed = true;
    return new StepBuilder(stepName, Kind.PIVOT);
  }

  private SagaDefinition<D> build() {
    require(!name.isBlank(), "a saga has a name");
    Set<String> names = new HashSet<>();
    steps.forEach(step -> require(names.add(step.name()), "two steps are named " + step.name()));
    return new SagaDefinition<>(name, within, timedOut, steps);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** Says what one step sends and what the answers mean. */
  public final class StepBuilder {
    private final String stepName;
    private final Kind kind;
    private @Nullable Function<D, SagaCommand> command;
    private final Map<Class<?>, BiFunction<D, Object, D>> successes = new HashMap<>();
    private final Map<Class<?>, BiFunction<D, Object, D>> refusals = new HashMap<>();
    private Optional<Function<D, SagaCommand>> undo = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Backoff backoff = Backoff.forever();

    private StepBuilder(String stepName, Kind kind) {
      this.stepName = stepName;
      this.kind = kind;
    }

    public StepBuilder send(Function<D, SagaCommand> command) {
      this.command = command;
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

    /** The command that takes this step back. The participant must accept it at any time. */
    public StepBuilder undo(Function<D, SagaCommand> compensation) {
      undo = Optional.of(compensation);
      return this;
    }

    /** Gives the step up after so long, and the saga turns back. Only before the pivot. */
    public StepBuilder timeout(Duration after) {
      timeout = Optional.of(after);
      return this;
    }

    /** When a command without an answer, or its undoing, is sent again. */
    public StepBuilder retried(Backoff backoff) {
      this.backoff = backoff;
      return this;
    }

    public StepBuilder step(String next) {
      add();
      return SagaBuilder.this.step(next);
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
      Function<D, SagaCommand> sends = command;
      if (sends == null) {
        throw new IllegalStateException("the step " + stepName + " sends nothing");
      }
      require(!successes.isEmpty(), "no reply ends the step " + stepName);
      switch (kind) {
        case COMPENSATABLE -> {}
        case PIVOT ->
            require(
                undo.isEmpty() && timeout.isEmpty(),
                "the pivot " + stepName + " can be neither undone nor given up");
        case RETRIABLE ->
            require(
                undo.isEmpty() && timeout.isEmpty() && refusals.isEmpty(),
                "the step " + stepName + " comes after the pivot: it can only succeed");
      }
      steps.add(
          new Step<>(
              stepName,
              kind,
              sends,
              Map.copyOf(successes),
              Map.copyOf(refusals),
              undo,
              timeout,
              backoff));
    }
  }
}
