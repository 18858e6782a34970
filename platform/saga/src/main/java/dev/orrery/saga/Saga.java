package dev.orrery.saga;

import java.util.List;

/**
 * A saga as its author writes it: a bean, without state of its own.
 *
 * @param <D> what an instance remembers; immutable and readable by Jackson
 */
public interface Saga<D> {

  /** The version that instances begin with. */
  SagaDefinition<D> define(SagaBuilder<D> saga);

  /** The versions before it that instances may still be of; they finish on them. */
  default List<SagaDefinition<D>> earlier() {
    return List.of();
  }

  /** All steps are done. Runs in the transaction that ends the saga. */
  void completed(D data);

  /** All that may have happened is undone. Runs in the transaction that ends the saga. */
  void rolledBack(D data);

  /**
   * An operator has given it up, and what was done or is still under way stays done: whatever waits
   * for this saga is to be told that it waits no more. Runs in the transaction that ends the saga.
   *
   * @param reason the operator's, 1 to 1,000 characters
   */
  void abandoned(D data, String reason);
}
