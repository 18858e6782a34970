package dev.orrery.payment.authorization;

import dev.orrery.payment.provider.Provider;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Hands operations over to be carried out, once the transaction that opened them has committed.
 * What finds no place among the calls under way is left in the database, due at once. Thread-safe.
 */
@Component
final class Dispatcher {
  private final Provider provider;
  private final DueBell bell;
  private volatile @Nullable Consumer<Operation> carrier;

  Dispatcher(Provider provider, DueBell bell) {
    this.provider = provider;
    this.bell = bell;
  }

  /** From now on there is somebody to carry operations out, or, with null, nobody any more. */
  void handTo(@Nullable Consumer<Operation> carrier) {
    this.carrier = carrier;
  }

  /** Returns the operations as they are to be written by the current transaction. */
  List<Operation> dispatchAfterCommit(List<Dossier> opening) {
    List<Operation> operations = opening.stream().map(this::booked).toList();
    TransactionSynchronizationManager.registerSynchronization(new Departure(operations));
    return operations;
  }

  private Operation booked(Dossier dossier) {
    boolean taken = carrier != null && provider.tryEnter();
    return new Operation(dossier.requirePayment(), taken ? 1 : 0, dossier.cause());
  }

  private final class Departure implements TransactionSynchronization {
    private final List<Operation> operations;

    Departure(List<Operation> operations) {
      this.operations = operations;
    }

    @Override
    public void afterCompletion(int status) {
      for (Operation operation : operations) {
        if (operation.isTakenUp()) {
          depart(operation, status == STATUS_COMMITTED);
        } else {
          bell.ring();
        }
      }
    }

    private void depart(Operation operation, boolean committed) {
      Consumer<Operation> to = carrier;
      if (committed && to != null) {
        to.accept(operation);
      } else {
        provider.leave();
      }
    }
  }
}
