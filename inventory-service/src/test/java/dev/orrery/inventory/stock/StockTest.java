package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockReply;
import dev.orrery.inventory.InventoryTest;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.MessageTrace;
import dev.orrery.messaging.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Handles commands in a transaction as the inbox does, and keeps the replies for a look. */
abstract class StockTest extends InventoryTest {
  private static final AtomicInteger PRODUCTS = new AtomicInteger();

  @Autowired private Reservations reservations;
  @Autowired private Stockroom stock;
  @Autowired protected Resharding resharding;
  @Autowired private TryConfirmCancel rules;
  @Autowired private StockMetrics metrics;
  @Autowired private TransactionTemplate transaction;
  @Autowired protected JdbcClient jdbc;

  /** Commands are then handled by way of these. */
  void shell(Reservations reservations, Stockroom stock, TransactionTemplate transaction) {
    this.reservations = reservations;
    this.stock = stock;
    this.transaction = transaction;
  }

  /** A product of its own for each test. */
  String product(int pieces) {
    String sku = "TEST-" + PRODUCTS.incrementAndGet();
    jdbc.sql("insert into product values (?, 'A test piece', '', 'Tests', 100, 'EUR')")
        .param(sku)
        .update();
    jdbc.sql("insert into stock (sku, available, seeded) values (?, ?, ?)")
        .params(sku, pieces, pieces)
        .update();
    return sku;
  }

  /** One whose pieces are spread over so many rows. */
  String product(int pieces, int shards) {
    String sku = product(pieces);
    resharding.spread(sku, shards);
    return sku;
  }

  StockReply send(StockCommand command) {
    return send(List.of(command)).getFirst();
  }

  List<StockReply> send(List<? extends StockCommand> commands) {
    var replies = new ArrayList<Outbound>();
    var handler =
        new StockCommandHandler(reservations, stock, rules, replies::addAll, metrics, clock);
    transaction.executeWithoutResult(
        _ -> handler.handle(commands.stream().map(this::inbound).toList()));
    return replies.stream().map(reply -> (StockReply) reply.payload()).toList();
  }

  private Inbound<StockCommand> inbound(StockCommand command) {
    UUID id = Ids.next();
    return new Inbound<>(
        id,
        "inventory.commands",
        command.orderId().toString(),
        id,
        null,
        "order.replies",
        clock.instant(),
        new Untraced(),
        command);
  }

  Level level(String sku) {
    return jdbc.sql(
            """
            select sum(available) as available, sum(reserved) as reserved, sum(sold) as sold
              from stock where sku = ?
            """)
        .param(sku)
        .query(Level.class)
        .single();
  }

  String state(UUID order) {
    return jdbc.sql("select state from reservation where order_id = ?")
        .param(order)
        .query(String.class)
        .single();
  }

  private record Untraced() implements MessageTrace {
    @Override
    public @Nullable String traceparent() {
      return null;
    }

    @Override
    public void within(Runnable work) {
      work.run();
    }
  }
}
