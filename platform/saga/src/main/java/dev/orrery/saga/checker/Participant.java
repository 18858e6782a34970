package dev.orrery.saga.checker;

import java.util.List;

/**
 * What one participant does with commands: a pure model of it, for one saga.
 *
 * @param <S> its state; immutable, with equals, and with few values
 */
public interface Participant<S> {

  /** As the story calls it. */
  String name();

  S initial();

  /**
   * What may come of a command in this state; each outcome is tried.
   *
   * @throws IllegalArgumentException where the participant does not take such a command
   */
  List<Outcome<S>> on(S state, Object command);

  /** The state after the command, and the answer to it. */
  record Outcome<S>(S state, Object reply) {}
}
