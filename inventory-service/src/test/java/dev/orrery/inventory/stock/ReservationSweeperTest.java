package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.messaging.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.transaction.support.TransactionTemplate;

class ReservationSweeperTest extends StockTest {
  @Autowired private ReservationSweeper sweeper;
  @Autowired private Reservations reservations;
  @Autowired private TransactionTemplate transaction;
  @Autowired private StockProperties properties;
  @Autowired private ScheduledTaskHolder schedule;
  @Autowired private MeterRegistry meters;

  private final UUID order = Ids.next();

  @Test
  void putsBackWhatIsOverdueAndNothingElse() {
    String sku = product(5);
    reserve(order, sku, 2);
    clock.pass(Duration.ofMinutes(1));
    UUID later = Ids.next();
    reserve(later, sku, 1);

    clock.pass(Duration.ofMinutes(14));
    sweeper.sweep();

    assertThat(state(order)).isEqualTo("EXPIRED");
    assertThat(state(later)).isEqualTo("RESERVED");
    assertThat(level(sku)).isEqualTo(new Level(4, 1, 0));
  }

  @Test
  void putsBackMoreThanOneBatchInOnePass() {
    String sku = product(500);
    send(
        Stream.generate(Ids::next)
            .limit(450)
            .map(id -> new ReserveStock(id, List.of(new StockLine(sku, 1))))
            .toList());

    clock.pass(Duration.ofMinutes(15));
    double expired = expiredSoFar();
    sweeper.sweep();

    assertThat(level(sku)).isEqualTo(new Level(500, 0, 0));
    assertThat(expiredSoFar()).isGreaterThanOrEqualTo(expired + 450);
  }

  @Test
  void lateCommitTakesThePiecesAgainOrIsRefused() {
    String sku = product(2);
    UUID tooLate = Ids.next();
    reserve(order, sku, 1);
    reserve(tooLate, sku, 1);
    clock.pass(Duration.ofMinutes(15));
    sweeper.sweep();
    reserve(Ids.next(), sku, 1);

    assertThat(send(new CommitReservation(order))).isEqualTo(new ReservationCommitted(order));
    assertThat(send(new CommitReservation(tooLate)))
        .isEqualTo(new CommitRefused(tooLate, "out_of_stock"));
    assertThat(level(sku)).isEqualTo(new Level(0, 1, 1));
  }

  @Test
  void leavesAloneWhatSomebodyIsWorkingOn() {
    String sku = product(5);
    UUID idle = Ids.next();
    reserve(order, sku, 2);
    reserve(idle, sku, 1);
    clock.pass(Duration.ofMinutes(15));

    transaction.executeWithoutResult(_ -> {
      reservations.lock(List.of(order));
      assertThat(CompletableFuture.runAsync(sweeper::sweep)).succeedsWithin(Duration.ofSeconds(10));
    });

    assertThat(state(order)).isEqualTo("RESERVED");
    assertThat(state(idle)).isEqualTo("EXPIRED");
    assertThat(level(sku)).isEqualTo(new Level(3, 2, 0));
  }

  @Test
  void sweepsByItselfAgainAndAgain() {
    assertThat(schedule.getScheduledTasks())
        .extracting(ScheduledTask::getTask)
        .filteredOn(FixedDelayTask.class::isInstance)
        .extracting(task -> ((FixedDelayTask) task).getIntervalDuration())
        .contains(properties.sweepInterval());
  }

  @Test
  void measuresHowManyReservationsAreOpen() {
    sweeper.sweep();
    double open = open();
    reserve(order, product(1), 1);

    sweeper.sweep();

    assertThat(open()).isEqualTo(open + 1);
  }

  private void reserve(UUID order, String sku, int quantity) {
    send(new ReserveStock(order, List.of(new StockLine(sku, quantity))));
  }

  private double open() {
    return meters.get("orrery.stock.reservations.open").gauge().value();
  }

  private double expiredSoFar() {
    return meters.get("orrery.stock.reservations").tag("outcome", "expired").counter().count();
  }
}
