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
import dev.orrery.contracts.StockReply.ReturnRefused;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReleased;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.StockReply.StockReturned;
import dev.orrery.messaging.UnprocessableMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TryConfirmCancelTest {
  private static final Instant NOON = Instant.parse("2026-06-21T12:00:00Z");
  private static final Duration TTL = Duration.ofMinutes(15);
  private static final UUID ORDER = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

  private final Warehouse warehouse = new Warehouse(TTL, Map.of("SUN", 5L, "MOON", 2L));

  @Test
  void reservesAllLines() {
    assertThat(send(reserve(line("SUN", 2), line("MOON", 1))))
        .isEqualTo(new StockReserved(ORDER, NOON.plus(TTL)));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(3, 2, 0));
    assertThat(warehouse.level("MOON")).isEqualTo(new Level(1, 1, 0));
  }

  @Test
  void reservesNothingWhenOneLineIsShort() {
    assertThat(send(reserve(line("SUN", 2), line("MOON", 3))))
        .isEqualTo(new StockRejected(ORDER, "out_of_stock", List.of("MOON")));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(5, 0, 0));
  }

  @Test
  void rejectsProductsNobodyKnows() {
    assertThat(send(reserve(line("SUN", 1), line("VULCAN", 1))))
        .isEqualTo(new StockRejected(ORDER, "unknown_product", List.of("VULCAN")));
  }

  @Test
  void answersARepeatedTryAsBefore() {
    StockReply first = send(reserve(line("SUN", 2)));
    warehouse.sweep(NOON.plusSeconds(60));

    assertThat(send(reserve(line("SUN", 2)))).isEqualTo(first);
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(3, 2, 0));
  }

  @Test
  void answersARepeatedTryAsBeforeThoughThePiecesHaveComeBackSince() {
    UUID other = UUID.randomUUID();
    warehouse.send(new ReserveStock(other, List.of(line("MOON", 2))), NOON);
    StockReply first = send(reserve(line("MOON", 1)));
    warehouse.send(new ReleaseStock(other), NOON);

    assertThat(send(reserve(line("MOON", 1)))).isEqualTo(first).isInstanceOf(StockRejected.class);
  }

  @Test
  void refusesOtherLinesForTheSameOrder() {
    send(reserve(line("SUN", 2)));

    assertThatThrownBy(() -> send(reserve(line("SUN", 3))))
        .isInstanceOf(UnprocessableMessage.class);
  }

  @Test
  void sellsWhatIsCommitted() {
    send(reserve(line("SUN", 2)));

    assertThat(send(commit())).isEqualTo(new ReservationCommitted(ORDER));
    assertThat(send(commit())).isEqualTo(new ReservationCommitted(ORDER));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(3, 0, 2));
  }

  @Test
  void putsBackWhatIsReleased() {
    send(reserve(line("SUN", 2)));

    assertThat(send(release())).isEqualTo(new StockReleased(ORDER));
    assertThat(send(release())).isEqualTo(new StockReleased(ORDER));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(5, 0, 0));
  }

  @Test
  void takesBackWhatIsSoldOnceAndAnswersLateRepetitionsAsBefore() {
    StockReply reserved = send(reserve(line("SUN", 2)));
    send(commit());

    assertThat(send(takeBack())).isEqualTo(new StockReturned(ORDER));
    assertThat(send(takeBack())).isEqualTo(new StockReturned(ORDER));
    assertThat(send(commit())).isEqualTo(new ReservationCommitted(ORDER));
    assertThat(send(reserve(line("SUN", 2)))).isEqualTo(reserved);
    assertThatThrownBy(() -> send(release())).isInstanceOf(UnprocessableMessage.class);
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(5, 0, 0));
  }

  @Test
  void takesNothingBackBeforeItIsSold() {
    assertThat(send(takeBack())).isEqualTo(new ReturnRefused(ORDER, "not_sold"));
    send(reserve(line("SUN", 2)));
    assertThat(send(takeBack())).isEqualTo(new ReturnRefused(ORDER, "not_sold"));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(3, 2, 0));
    send(commit());
    assertThat(send(takeBack())).isEqualTo(new StockReturned(ORDER));
  }

  @Test
  void refusesATryThatComesAfterItsCancel() {
    assertThat(send(release())).isEqualTo(new StockReleased(ORDER));

    assertThat(send(reserve(line("SUN", 2))))
        .isEqualTo(new StockRejected(ORDER, "released", List.of()));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(5, 0, 0));
  }

  @Test
  void doesNotUndoASaleByARelease() {
    send(reserve(line("SUN", 2)));
    send(commit());

    assertThatThrownBy(() -> send(release())).isInstanceOf(UnprocessableMessage.class);
  }

  @Test
  void refusesToCommitWhatIsNotReserved() {
    assertThat(send(commit())).isEqualTo(new CommitRefused(ORDER, "not_reserved"));
    send(release());
    assertThat(send(commit())).isEqualTo(new CommitRefused(ORDER, "released"));
  }

  @Test
  void putsBackWhatIsOverdueAndNotAMomentEarlier() {
    send(reserve(line("SUN", 2)));

    warehouse.sweep(NOON.plus(TTL).minusNanos(1));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(3, 2, 0));
    warehouse.sweep(NOON.plus(TTL));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(5, 0, 0));
  }

  @Test
  void commitsWhatHasExpiredWhenItIsStillThere() {
    send(reserve(line("SUN", 2)));
    warehouse.sweep(NOON.plus(TTL));

    assertThat(send(commit())).isEqualTo(new ReservationCommitted(ORDER));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(3, 0, 2));
  }

  @Test
  void refusesToCommitWhatHasExpiredAndIsGoneUntilItIsThereAgain() {
    UUID other = UUID.randomUUID();
    send(reserve(line("MOON", 2)));
    warehouse.sweep(NOON.plus(TTL));
    warehouse.send(new ReserveStock(other, List.of(line("MOON", 1))), NOON.plus(TTL));

    assertThat(send(commit())).isEqualTo(new CommitRefused(ORDER, "out_of_stock"));
    assertThat(send(reserve(line("MOON", 2)))).isInstanceOf(StockRejected.class);
    warehouse.send(new ReleaseStock(other), NOON.plus(TTL));
    assertThat(send(commit())).isEqualTo(new ReservationCommitted(ORDER));
  }

  @Test
  void triesAgainWhatHasExpired() {
    send(reserve(line("SUN", 2)));
    warehouse.sweep(NOON.plus(TTL));

    assertThat(warehouse.send(reserve(line("SUN", 2)), NOON.plus(TTL)))
        .isEqualTo(new StockReserved(ORDER, NOON.plus(TTL).plus(TTL)));
    assertThat(warehouse.level("SUN")).isEqualTo(new Level(3, 2, 0));
  }

  @Test
  @SuppressWarnings("NullAway") // what a sender may leave out
  void cannotProcessACommandOfNoOrder() {
    assertThatThrownBy(() -> send(new CommitReservation(null)))
        .isInstanceOf(UnprocessableMessage.class);
  }

  private StockReply send(StockCommand command) {
    return warehouse.send(command, NOON);
  }

  private static ReserveStock reserve(StockLine... lines) {
    return new ReserveStock(ORDER, List.of(lines));
  }

  private static CommitReservation commit() {
    return new CommitReservation(ORDER);
  }

  private static ReleaseStock release() {
    return new ReleaseStock(ORDER);
  }

  private static ReturnStock takeBack() {
    return new ReturnStock(ORDER);
  }

  private static StockLine line(String sku, int quantity) {
    return new StockLine(sku, quantity);
  }
}
