package dev.orrery.payment.authorization;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Outbox;
import dev.orrery.messaging.UnprocessableMessage;
import dev.orrery.payment.authorization.Batch.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets what happened take effect: payments, operations and replies in one transaction, a batch in a
 * handful of statements. After the commit the operations are on their way.
 */
@Component
class Payments {
  private final DossierRows dossiers;
  private final OperationRows operations;
  private final Outbox outbox;
  private final Dispatcher dispatcher;

  Payments(DossierRows dossiers, OperationRows operations, Outbox outbox, Dispatcher dispatcher) {
    this.dossiers = dossiers;
    this.operations = operations;
    this.outbox = outbox;
    this.dispatcher = dispatcher;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void command(List<Inbound<PaymentCommand>> commands) {
    commands.forEach(command -> requireComplete(command.payload()));
    Batch batch = locked(commands.stream().map(command -> command.payload().orderId()).toList());
    commands.forEach(command -> batch.command(command, Ids::next));
    write(batch);
  }

  @Transactional
  public void conclude(List<Outcome> outcomes) {
    Batch batch = locked(outcomes.stream().map(outcome -> outcome.operation().orderId()).toList());
    outcomes.forEach(batch::outcome);
    write(batch);
  }

  /**
   * Gives back some of the authorizations that nobody has captured or voided for so long; those
   * that another transaction holds are left to it.
   *
   * @return how many
   */
  @Transactional
  public int expire(Duration ttl, int atMost) {
    Batch batch = new Batch(dossiers.lockOverdue(ttl, atMost));
    batch.expire();
    write(batch);
    return batch.changes().size();
  }

  private static void requireComplete(PaymentCommand command) {
    boolean complete =
        command.orderId() != null
            && switch (command) {
              case AuthorizePayment asked ->
                  asked.amount() != null && asked.paymentMethod() != null;
              case CapturePayment _, VoidAuthorization _, RefundPayment _ -> true;
            };
    if (!complete) {
      throw new UnprocessableMessage("something is missing in " + command);
    }
  }

  private Batch locked(Collection<UUID> orderIds) {
    return new Batch(dossiers.lock(orderIds));
  }

  private void write(Batch batch) {
    List<Change> changes = batch.changes();
    dossiers.write(changes);
    operations.close(ordersOf(changes.stream().filter(Change::closesOperation)));
    operations.await(changes.stream().filter(change -> !change.moves()).toList());
    open(changes.stream().filter(Change::opensOperation).map(Change::after).toList());
    outbox.append(batch.replies());
  }

  private void open(List<Dossier> opening) {
    if (opening.isEmpty()) {
      return;
    }
    List<Operation> opened = dispatcher.dispatchAfterCommit(opening);
    operations.open(opened, opening);
  }

  private static List<UUID> ordersOf(Stream<Change> changes) {
    return changes.map(change -> change.after().orderId()).toList();
  }
}
