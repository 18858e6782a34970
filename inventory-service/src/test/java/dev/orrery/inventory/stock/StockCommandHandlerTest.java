package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockCommand.ReturnStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply;
import dev.orrery.contracts.StockReply.CommitRefused;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.UnprocessableMessage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

class StockCommandHandlerTest extends StockTest {
  @Autowired private MeterRegistry meters;

  private final UUID order = Ids.next();

  @Test
  void answersTheSameFromTheDatabaseAsTheFirstTime() {
    String sku = product(5);
    var reserve = new ReserveStock(order, List.of(new StockLine(sku, 2)));

    StockReply first = send(reserve);
    clock.pass(Duration.ofMinutes(1));

    assertThat(first).isInstanceOf(StockReserved.class);
    assertThat(send(reserve)).isEqualTo(first);
    assertThat(level(sku)).isEqualTo(new Level(3, 2, 0));
  }

  @Test
  void remembersWhyItRejected() {
    String scarce = product(1);
    var reserve =
        new ReserveStock(order, List.of(new StockLine(scarce, 2), new StockLine(product(9), 1)));

    StockReply rejected = new StockRejected(order, "out_of_stock", List.of(scarce));
    assertThat(send(reserve)).isEqualTo(rejected);
    assertThat(send(reserve)).isEqualTo(rejected);
  }

  @Test
  void reservesCommitsAndReleasesManyOrdersInOneBatch() {
    String sku = product(1_000);
    String scarce = product(1);
    UUID sold = Ids.next();
    UUID released = Ids.next();
    UUID rejected = Ids.next();
    UUID overtaken = Ids.next();

    List<StockReply> replies =
        send(
            List.of(
                new ReserveStock(sold, List.of(new StockLine(sku, 3))),
                new ReserveStock(released, List.of(new StockLine(scarce, 1))),
                new ReserveStock(rejected, List.of(new StockLine(scarce, 1))),
                new ReleaseStock(overtaken),
                new CommitReservation(sold),
                new ReleaseStock(released),
                new ReserveStock(overtaken, List.of(new StockLine(sku, 1))),
                new CommitReservation(order)));

    assertThat(replies)
        .extracting(Object::getClass)
        .containsExactly(
            StockReserved.class,
            StockReserved.class,
            StockRejected.class,
            StockReleased.class,
            ReservationCommitted.class,
            StockReleased.class,
            StockRejected.class,
            CommitRefused.class);
    assertThat(level(sku)).isEqualTo(new Level(997, 0, 3));
    assertThat(level(scarce)).isEqualTo(new Level(1, 0, 0));
    assertThat(List.of(sold, released, rejected, overtaken))
        .extracting(this::state)
        .containsExactly("COMMITTED", "RELEASED", "REJECTED", "RELEASED");
  }

  @Test
  void takesBackWhatIsSoldAndRemembersIt() {
    String sku = product(5);
    send(new ReserveStock(order, List.of(new StockLine(sku, 2))));
    send(new CommitReservation(order));
    assertThat(level(sku)).isEqualTo(new Level(3, 0, 2));

    assertThat(send(new ReturnStock(order))).isEqualTo(new StockReturned(order));
    assertThat(send(new ReturnStock(order))).isEqualTo(new StockReturned(order));
    assertThat(level(sku)).isEqualTo(new Level(5, 0, 0));
    assertThat(state(order)).isEqualTo("RETURNED");
  }

  @Test
  void writesNothingOfABatchWithACommandThatCannotBeProcessed() {
    String sku = product(5);
    List<StockCommand> batch =
        List.of(
            new ReserveStock(order, List.of(new StockLine(sku, 1))),
            new ReserveStock(Ids.next(), List.of(new StockLine(sku, -1))));

    assertThatThrownBy(() -> send(batch)).isInstanceOf(UnprocessableMessage.class);
    assertThat(level(sku)).isEqualTo(new Level(5, 0, 0));
  }

  @Test
  void countsWhatBecameOfReservations() {
    double reserved = reservedSoFar();
    String sku = product(5);
    var good = new ReserveStock(order, List.of(new StockLine(sku, 1)));
    var bad = new ReserveStock(Ids.next(), List.of(new StockLine(sku, 0)));

    assertThatThrownBy(() -> send(List.of(good, bad))).isInstanceOf(UnprocessableMessage.class);
    send(good);

    assertThat(reservedSoFar()).isEqualTo(reserved + 1);
  }

  @Test
  void handlesTwoHundredOrdersAtOnce() {
    String sku = product(150);
    var commands = new ArrayList<StockCommand>();
    for (int i = 0; i < 200; i++) {
      commands.add(new ReserveStock(Ids.next(), List.of(new StockLine(sku, 1))));
    }

    assertThat(send(commands)).filteredOn(StockReserved.class::isInstance).hasSize(150);
    assertThat(level(sku)).isEqualTo(new Level(0, 150, 0));
  }

  @Test
  void theDatabaseItselfRefusesToLoseAPiece() {
    String sku = product(5);

    assertThatThrownBy(
            () -> jdbc.sql("update stock set available = 4 where sku = ?").param(sku).update())
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatThrownBy(() ->
            jdbc.sql("update stock set available = -1, sold = 6 where sku = ?").param(sku).update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  private double reservedSoFar() {
    return meters.get("orrery.stock.reservations").tag("outcome", "reserved").counter().count();
  }
}
