package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply;
import dev.orrery.contracts.StockReply.StockRejected;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.inventory.stock.Resharding.Shard;
import dev.orrery.messaging.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;

/** A product whose pieces are on several rows is sold as one whose pieces are on one. */
@Timeout(120)
class ShardedStockTest extends StockTest {
  private static final int BUYERS_AT_ONCE = 8;

  @Autowired private ReservationSweeper sweeper;
  @Autowired private StockLevels stockLevels;
  @Autowired private MeterRegistry meters;

  @Test
  void aThousandBuyersOfAHundredPiecesGetAHundredWhileTheShardsChange() throws Exception {
    String sku = product(100);
    List<UUID> orders = orders(1_000);

    List<StockReply> replies =
        whileTheShardsChange(
            sku, () -> atOnce(orders.stream().map(order -> reserve(order, sku, 1)).toList()));

    assertThat(replies).filteredOn(StockReserved.class::isInstance).hasSize(100);
    assertThat(level(sku)).isEqualTo(new Level(0, 100, 0));

    List<ReserveStock> reserved =
        replies.stream()
            .filter(StockReserved.class::isInstance)
            .map(reply -> reserve(reply.orderId(), sku, 1))
            .toList();
    List<StockCommand> ends = new ArrayList<>();
    reserved.subList(0, 60).forEach(it -> ends.add(new CommitReservation(it.orderId())));
    reserved.subList(60, 100).forEach(it -> ends.add(new ReleaseStock(it.orderId())));
    whileTheShardsChange(sku, () -> atOnce(ends));

    assertThat(level(sku)).isEqualTo(new Level(40, 0, 60));
    assertThat(seeded(sku)).isEqualTo(100);
  }

  @RepeatedTest(3)
  void ordersForTwoSpreadProductsNeverWaitInACircle() throws Exception {
    String left = product(60, 4);
    String right = product(60, 3);
    String alone = product(60);
    List<StockCommand> commands = new ArrayList<>();
    for (UUID order : orders(100)) {
      var lines = new ArrayList<StockLine>();
      Stream.of(left, alone, right).forEach(sku -> lines.add(new StockLine(sku, 1)));
      Collections.shuffle(lines);
      commands.add(new ReserveStock(order, lines));
    }

    List<StockReply> replies = atOnce(commands, this::send);

    assertThat(replies).filteredOn(StockReserved.class::isInstance).hasSize(60);
    for (String sku : List.of(left, right, alone)) {
      assertThat(level(sku)).isEqualTo(new Level(0, 60, 0));
    }
  }

  @Test
  void beginsAtTheShardOfTheOrder() {
    String sku = product(12, 6);
    UUID order = Ids.next();

    send(reserve(order, sku, 2));

    assertThat(resharding.of(sku).get(ShardHash.of(order) % 6))
        .isEqualTo(new Shard(ShardHash.of(order) % 6, 0, 2, 0));
  }

  @Test
  void theLastPiecesAreSoldWhereverTheyAre() {
    String sku = product(10, 6);
    UUID all = Ids.next();

    assertThat(send(reserve(all, sku, 10))).isInstanceOf(StockReserved.class);
    assertThat(send(reserve(Ids.next(), sku, 1))).isInstanceOf(StockRejected.class);
    send(new ReleaseStock(all));

    for (UUID order : orders(10)) {
      assertThat(send(reserve(order, sku, 1))).isInstanceOf(StockReserved.class);
    }
    assertThat(send(reserve(Ids.next(), sku, 1))).isInstanceOf(StockRejected.class);
    assertThat(level(sku)).isEqualTo(new Level(0, 10, 0));
  }

  @Test
  void whatHadToBeGatheredIsSpreadAgain() {
    String sku = product(60, 6);
    UUID order = Ids.next();

    send(reserve(order, sku, 30));

    assertThat(resharding.of(sku)).extracting(Shard::available).containsOnly(5L);
  }

  @Test
  void ofWhatIsSoldOutOnlyOneShardIsLocked() {
    String sku = product(6, 6);
    send(reserve(Ids.next(), sku, 6));
    double gathered = gathered();

    assertThat(send(reserve(Ids.next(), sku, 1))).isInstanceOf(StockRejected.class);

    assertThat(gathered()).isEqualTo(gathered);
  }

  @Test
  void whatWasReservedBeforeTheShardsChangedEndsAfterIt() {
    String sku = product(20, 6);
    UUID sold = Ids.next();
    UUID released = Ids.next();
    UUID overdue = Ids.next();
    UUID forbidden = Ids.next();
    send(new ReleaseStock(forbidden));
    send(List.of(reserve(sold, sku, 3), reserve(released, sku, 4), reserve(overdue, sku, 5)));

    resharding.spread(sku, 4);
    send(new CommitReservation(sold));
    resharding.spread(sku, 1);
    send(new ReleaseStock(released));
    resharding.spread(sku, 9);
    clock.pass(Duration.ofMinutes(15));
    sweeper.sweep();

    assertThat(level(sku)).isEqualTo(new Level(17, 0, 3));
    assertThat(seeded(sku)).isEqualTo(20);
    assertThat(send(reserve(forbidden, sku, 1)))
        .isEqualTo(new StockRejected(forbidden, "released", List.of()));
  }

  @Test
  void whoAsksIsToldOfAllShardsTogether() {
    String sku = product(20, 6);
    send(reserve(Ids.next(), sku, 3));

    assertThat(stockLevels.available(List.of(sku))).containsEntry(sku, 17L);
  }

  private static ReserveStock reserve(UUID order, String sku, int pieces) {
    return new ReserveStock(order, List.of(new StockLine(sku, pieces)));
  }

  private static List<UUID> orders(int number) {
    return Stream.generate(Ids::next).limit(number).toList();
  }

  private <T> T whileTheShardsChange(String sku, Callable<T> work) throws Exception {
    var done = new AtomicBoolean();
    try (ExecutorService operator = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> changes =
          operator.submit(() -> {
            int times = 0;
            for (int count = 1; !done.get(); count = count % 7 + 1) {
              resharding.spread(sku, count);
              times++;
            }
            return times;
          });
      T result;
      try {
        result = work.call();
      } finally {
        done.set(true);
      }
      assertThat(changes.get()).isGreaterThan(5);
      return result;
    }
  }

  private List<StockReply> atOnce(List<? extends StockCommand> commands) throws Exception {
    return atOnce(commands, this::sendUntilHandled);
  }

  private static List<StockReply> atOnce(
      List<? extends StockCommand> commands, Function<StockCommand, StockReply> sending)
      throws Exception {
    try (ExecutorService buyers = Executors.newFixedThreadPool(BUYERS_AT_ONCE)) {
      List<Future<StockReply>> running = new ArrayList<>();
      for (StockCommand command : commands) {
        running.add(buyers.submit(() -> sending.apply(command)));
      }
      List<StockReply> replies = new ArrayList<>();
      for (Future<StockReply> each : running) {
        replies.add(each.get());
      }
      return replies;
    }
  }

  /** As the inbox listener does with what was undone because the shards were changed. */
  private StockReply sendUntilHandled(StockCommand command) {
    while (true) {
      try {
        return send(command);
      } catch (ConcurrencyFailureException e) {
        assertThat(e).isInstanceOf(StockMoved.class);
      }
    }
  }

  private long seeded(String sku) {
    return jdbc.sql("select sum(seeded) from stock where sku = ?")
        .param(sku)
        .query(Long.class)
        .single();
  }

  private double gathered() {
    return meters.get("orrery.stock.shards.gathered").counter().count();
  }
}
