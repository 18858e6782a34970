package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockReply;
import dev.orrery.messaging.BatchHandler;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Lock, decide, write, answer: as many statements for two hundred commands as for one. */
@Component
final class StockCommandHandler implements BatchHandler<StockCommand> {
  private final Reservations reservations;
  private final Stockroom stock;
  private final TryConfirmCancel rules;
  private final Outbox outbox;
  private final StockMetrics metrics;
  private final InstantSource clock;

  StockCommandHandler(
      Reservations reservations,
      Stockroom stock,
      TryConfirmCancel rules,
      Outbox outbox,
      StockMetrics metrics,
      InstantSource clock) {
    this.reservations = reservations;
    this.stock = stock;
    this.rules = rules;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void handle(List<Inbound<StockCommand>> batch) {
    List<StockCommand> commands = batch.stream().map(Inbound::payload).toList();
    List<Reservation> found = reservations.lock(StockBatch.orders(commands));
    Instant now = clock.instant();

    StockBatch.Outcome outcome =
        stock.settle(
            StockBatch.demand(commands, found),
            levels -> StockBatch.decide(rules, commands, found, levels, now));

    reservations.save(outcome.changed(), now);
    outbox.append(answers(batch, outcome.replies()));
    countOnceCommitted(outcome.replies());
  }

  private static List<Outbound> answers(
      List<Inbound<StockCommand>> batch, List<StockReply> replies) {
    return IntStream.range(0, batch.size())
        .mapToObj(i -> batch.get(i).reply(replies.get(i)))
        .toList();
  }

  private void countOnceCommitted(List<StockReply> replies) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            metrics.answered(replies);
          }
        });
  }
}
