package dev.orrery.saga;

import dev.orrery.saga.Signal.Action;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * One step of a definition.
 *
 * @param when whether it is done at all, asked when it is reached
 * @param successes what each reply that means "done" adds to the data
 * @param refusals what each reply that means "will not, and nothing has happened" adds to it
 * @param failures the replies that mean "could not, and may be asked again"
 * @param undo what takes the step back; absent where there is nothing to take back
 * @param timeout when, before the pivot, waiting is given up and the saga turns back; absent where
 *     only the deadline of the whole counts
 */
record Step<D>(
    String name,
    Kind kind,
    Optional<Predicate<D>> when,
    Work<D> work,
    Map<Class<?>, BiFunction<D, Object, D>> successes,
    Map<Class<?>, BiFunction<D, Object, D>> refusals,
    Set<Class<?>> failures,
    Optional<Work<D>> undo,
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

  /** What is to be done in this direction; to undo it there must be something to undo. */
  Work<D> work(Action action) {
    return action == Action.UNDO ? undo.orElseThrow() : work;
  }

  boolean applies(D data) {
    return when.isEmpty() || when.get().test(data);
  }

  boolean isFailure(Object reply) {
    return failures.contains(reply.getClass());
  }

  /**
   * Whether a reply that is neither success nor refusal leads to another attempt. Before the pivot
   * only a failure that the definition knows does; from the pivot on there is no other way.
   */
  boolean isAskedAgainAfter(Object reply, int attempt) {
    return kind != Kind.COMPENSATABLE || (isFailure(reply) && attempt < backoff.attempts());
  }
}
