package dev.orrery.messaging;

import java.util.function.LongSupplier;

/** How much of a subscription an instance takes in. */
public sealed interface Intake {

  /** All there is. For replies: what makes room must never wait for room. */
  record Always() implements Intake {}

  /**
   * Rests while too much of the service's own work waits; the messages wait in Kafka. That work
   * must end without any message of this subscription.
   *
   * @param backlog counts the work that waits, in this and in other instances
   */
  record WhileBelow(WaterMarks marks, LongSupplier backlog) implements Intake {}
}
