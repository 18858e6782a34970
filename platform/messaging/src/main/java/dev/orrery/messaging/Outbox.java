package dev.orrery.messaging;

import java.util.Collection;
import java.util.List;

/**
 * The transactional outbox: a message becomes part of the caller's transaction and is sent to Kafka
 * after the commit, at least once, in the order of appending for each key. If the transaction rolls
 * back, the message never existed. Thread-safe.
 *
 * @see <a href="https://microservices.io/patterns/data/transactional-outbox.html">Transactional
 *     outbox</a>
 */
public interface Outbox {

  /**
   * Appends in one statement, just before the transaction commits.
   *
   * @throws IllegalStateException when no transaction is active
   * @throws IllegalArgumentException when a body is larger than {@code
   *     orrery.messaging.max-body-size}
   */
  void append(Collection<Outbound> messages);

  default void append(Outbound message) {
    append(List.of(message));
  }
}
