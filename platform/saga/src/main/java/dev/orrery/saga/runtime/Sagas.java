package dev.orrery.saga.runtime;

import dev.orrery.saga.Saga;
import java.util.Optional;
import java.util.UUID;

/** Starts sagas and shows them. Thread-safe. */
public interface Sagas {

  /**
   * Starts an instance in the current transaction; its first command leaves with the commit.
   *
   * @return the instance's id, the correlation id of all its messages
   * @throws IllegalStateException when no transaction is active
   */
  <D> UUID start(Saga<D> saga, D data);

  /** An instance with all it has sent and what was answered. */
  Optional<SagaView> find(UUID id);
}
