package dev.orrery.saga.runtime;

import dev.orrery.saga.Saga;
import java.util.Optional;
import java.util.UUID;

/**
 * Starts sagas, intervenes in them and shows them. Thread-safe. What changes something takes part
 * in the current transaction, and is an {@link IllegalStateException} where none is active; what it
 * sends leaves with the commit.
 */
public interface Sagas {

  /**
   * Starts an instance.
   *
   * @return the instance's id, the correlation id of all its messages
   */
  <D> UUID start(Saga<D> saga, D data);

  /**
   * Asks for an instance to be undone. Until its pivot is sent it turns back; after that, and where
   * it is turning back or has ended, nothing changes. To be asked twice is to be asked once.
   *
   * @return whether it was this request that turned the saga back
   * @throws java.util.NoSuchElementException where this service knows no such instance
   */
  boolean requestCancel(UUID id);

  /**
   * Attempts at once what the instance waits for.
   *
   * @return whether anything was attempted: not where it has ended
   * @throws java.util.NoSuchElementException where this service knows no such instance
   */
  boolean retry(UUID id);

  /**
   * Gives an instance up as it stands, for good: nothing more is done or undone.
   *
   * @param reason for people, up to 1,000 characters, kept with the instance
   * @return whether it was this call that ended it
   * @throws IllegalArgumentException when the reason is blank or too long
   * @throws java.util.NoSuchElementException where this service knows no such instance
   */
  boolean abandon(UUID id, String reason);

  /** How many instances have not ended, of all sagas of this service. */
  long open();

  /** An instance with all it has sent and what was answered. */
  Optional<SagaView> find(UUID id);
}
