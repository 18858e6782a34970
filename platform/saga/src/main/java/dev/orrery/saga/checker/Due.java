package dev.orrery.saga.checker;

/** What no fair run withholds for ever, if it is due again and again. */
sealed interface Due {

  /** A message that is sent is delivered. */
  record Arrival(Message message) implements Due {}

  /** Who could not carry a command out, and may be asked again, can. */
  record Ability(Message command) implements Due {}

  /** The timer of a step that is open goes off. */
  record Timer(int step) implements Due {}

  /** The time that the saga has up to its pivot is over. */
  record Deadline() implements Due {}
}
