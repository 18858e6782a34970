package dev.orrery.payment.authorization;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Outbound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Takes locked dossiers through what happened, and knows in what they differ then. Pure. */
final class Batch {
  private final Map<UUID, Dossier> before;
  private final Map<UUID, Dossier> now;
  private final List<Outbound> replies = new ArrayList<>();

  /** An order before and after. */
  record Change(Dossier before, Dossier after) {

    boolean opens() {
      return before.payment() == null && after.payment() != null;
    }

    boolean moves() {
      return before.version() != after.version();
    }

    boolean isAwaitedByOthers() {
      return !before.waiting().equals(after.waiting());
    }

    /** There is something new to be told to the provider. */
    boolean opensOperation() {
      return moves() && after.hasOperation();
    }

    boolean closesOperation() {
      return before.hasOperation() && !after.hasOperation();
    }
  }

  Batch(Map<UUID, Dossier> locked) {
    this.before = locked;
    this.now = new HashMap<>(locked);
  }

  void command(Inbound<PaymentCommand> inbound, Supplier<UUID> paymentIds) {
    PaymentCommand command = inbound.payload();
    take(dossier(command.orderId()).after(command, inbound.replyAddress(), paymentIds));
  }

  void outcome(Outcome outcome) {
    take(dossier(outcome.operation().orderId()).after(outcome));
  }

  void expire() {
    List.copyOf(now.values()).forEach(dossier -> take(dossier.expired()));
  }

  List<Outbound> replies() {
    return replies;
  }

  /** In the order of their ids, so that two transactions never wait for each other in a circle. */
  List<Change> changes() {
    return now.values().stream()
        .map(after ->
            new Change(before.getOrDefault(after.orderId(), Dossier.empty(after.orderId())), after))
        .filter(change -> change.moves() || change.isAwaitedByOthers())
        .sorted(Comparator.comparing(change -> change.after.orderId()))
        .toList();
  }

  private Dossier dossier(UUID orderId) {
    return now.computeIfAbsent(orderId, Dossier::empty);
  }

  private void take(Dossier.Turn turn) {
    now.put(turn.next().orderId(), turn.next());
    replies.addAll(turn.replies());
  }
}
