package dev.orrery.saga;

/**
 * A saga as its author writes it: a bean, without state of its own.
 *
 * @param <D> what an instance remembers; immutable and readable by Jackson
 */
public interface Saga<D> {

  SagaDefinition<D> define(SagaBuilder<D> saga);

  /** All steps are done. Runs in the transaction that ends the saga. */
  void completed(D data);

  /** All that may have happened is undone. Runs in the transaction that ends the saga. */
  void rolledBack(D data);
}
