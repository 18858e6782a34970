package dev.orrery.saga;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One step of a definition.
 *
 * @param successes what each reply that means "done" adds to the data
 * @param refusals what each reply that means "will not, and nothing has happened" adds to it
 * @param undo the command that takes the step back; absent where there is nothing to take back
 * @param timeout when, before the pivot, waiting is given up and the saga turns back; absent where
 *     only the deadline of the whole counts
 */
record Step<D>(
    String name,
    Kind kind,
    Function<D, SagaCommand> command,
    Map<Class<?>, BiFunction<D, Object, D>> successes,
    Map<Class<?>, BiFunction<D, Object, D>> refusals,
    Optional<Function<D, SagaCommand>> undo,
    Optional<Duration> timeout,
    Backoff backoff) {

  enum Kind {
    /** Before the pivot: may be given up and undone. */
    COMPENSATABLE,
    /** The point of no return: repeated until it is known whether it happened. */
    PIVOT,
    /** After the pivot: repeated until it succeeds. */
    RETRIABLE
  }
}
