package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.CommitReservation;
import dev.orrery.contracts.StockCommand.ReleaseStock;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.inventory.stock.Shelf.Change;
import dev.orrery.messaging.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;

/** Several instances at the same stock: a deadlock would throw, an oversale would not add up. */
@Timeout(60)
class StockContentionTest extends StockTest {
  @Autowired private ReservationSweeper sweeper;
  @Autowired private StockLevels stock;

  @RepeatedTest(5)
  void twentyOrdersForTheLastFivePiecesSellFive() throws Exception {
    String left = product(5);
    String right = product(5);
    List<ReserveStock> orders = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var lines = new ArrayList<>(List.of(new StockLine(left, 1), new StockLine(right, 1)));
      if (i % 2 == 1) {
        Collections.reverse(lines);
      }
      orders.add(new ReserveStock(Ids.next(), lines));
    }

    List<List<StockReply>> replies =
        atOnce(
            () -> orders.subList(0, 10).stream().map(this::send).toList(),
            () -> orders.subList(10, 20).stream().map(this::send).toList());

    assertThat(replies.stream().flatMap(List::stream))
        .hasSize(20)
        .filteredOn(StockReserved.class::isInstance)
        .hasSize(5);
    assertThat(level(left)).isEqualTo(new Level(0, 5, 0));
    assertThat(level(right)).isEqualTo(new Level(0, 5, 0));
  }

  @RepeatedTest(5)
  void commitsReleasesAndTheSweeperNeverWaitInACircle() throws Exception {
    String left = product(100);
    String right = product(100);
    List<UUID> orders = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      orders.add(Ids.next());
    }
    send(
        orders.stream()
            .map(id ->
                new ReserveStock(id, List.of(new StockLine(left, 1), new StockLine(right, 2))))
            .toList());
    clock.pass(Duration.ofMinutes(16));
    List<StockCommand> commits = new ArrayList<>();
    List<StockCommand> releases = new ArrayList<>();
    for (int i = 0; i < 40; i += 2) {
      commits.add(new CommitReservation(orders.get(i)));
      releases.add(new ReleaseStock(orders.get(i + 1)));
    }
    Collections.reverse(releases);

    atOnce(
        () -> send(commits),
        () -> send(releases),
        () -> {
          sweeper.sweep();
          return List.of();
        });

    assertThat(level(left)).isEqualTo(new Level(80, 0, 20));
    assertThat(level(right)).isEqualTo(new Level(60, 0, 40));
  }

  @RepeatedTest(5)
  void twoInstancesThatGotTheSameCommandsReserveOnce() throws Exception {
    String sku = product(100);
    List<ReserveStock> commands = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      commands.add(new ReserveStock(Ids.next(), List.of(new StockLine(sku, 1))));
    }
    List<ReserveStock> reversed = new ArrayList<>(commands);
    Collections.reverse(reversed);

    atOnce(() -> sendUntilHandled(commands), () -> sendUntilHandled(reversed));

    assertThat(level(sku)).isEqualTo(new Level(80, 20, 0));
  }

  @Test
  void aWriteWithoutALockIsStillRefusedWhenThereAreTooFew() {
    String sku = product(5);

    assertThatThrownBy(() -> stock.apply(List.of(new Change(sku, 0, -6, 6, 0))))
        .isInstanceOf(StockMoved.class);
    assertThat(level(sku)).isEqualTo(new Level(5, 0, 0));
  }

  /** As the inbox listener does: who comes second starts again and finds what the first wrote. */
  private List<StockReply> sendUntilHandled(List<ReserveStock> commands) {
    while (true) {
      try {
        return send(commands);
      } catch (DuplicateKeyException _) {
        assertThat(state(commands.getFirst().orderId())).isEqualTo("RESERVED");
      }
    }
  }

  @SafeVarargs
  private static <T> List<T> atOnce(Callable<T>... tasks) throws Exception {
    var start = new CyclicBarrier(tasks.length);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(
            threads.submit(() -> {
              start.await();
              return task.call();
            }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get());
      }
      return results;
    }
  }
}
