package dev.orrery.saga.checker;

import dev.orrery.saga.SagaState.Status;
import java.util.List;
import java.util.Optional;

/**
 * What one participant does with commands: a pure model of it, for one saga.
 *
 * @param <S> its state; immutable, with equals, and with few values
 */
public interface Participant<S> {

  /** As the story calls it. */
  String name();

  S initial();

  /** Whether it knows this command: several participants may share a destination. */
  default boolean takes(Object command) {
    return true;
  }

  /** What may come of a command in this state; each outcome is tried. */
  List<Outcome<S>> on(S state, Object command);

  /** Whether it may be in this state once the saga has ended so, and from then on. */
  default boolean mayBeLeft(S state, Status end) {
    return true;
  }

  /**
   * What comes of a command.
   *
   * @param reply the answer to it, if there is one
   * @param passing whether it is only so for now: where another outcome is possible too, it is not
   *     this one for ever. No answer, and one that the step calls a failure, always pass
   */
  record Outcome<S>(S state, Optional<Object> reply, boolean passing) {

    /** Once and for all. */
    public static <S> Outcome<S> of(S state, Object reply) {
      return new Outcome<>(state, Optional.of(reply), false);
    }

    public static <S> Outcome<S> notNow(S state, Object reply) {
      return new Outcome<>(state, Optional.of(reply), true);
    }

    public static <S> Outcome<S> silent(S state) {
      return new Outcome<>(state, Optional.empty(), true);
    }
  }
}
