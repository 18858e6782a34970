package dev.orrery.inventory.stock;

import com.zaxxer.hikari.HikariDataSource;
import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.StockCommand.ReserveStock;
import dev.orrery.contracts.StockLine;
import dev.orrery.coordination.FencedLocks;
import dev.orrery.coordination.LockName;
import dev.orrery.coordination.Outcome;
import dev.orrery.inventory.InventoryService;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.MessageTrace;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reservations a second of one product by two instances: on one row, behind a lock in Redis, and
 * over shards; {@code ./orrery bench stock}.
 *
 * <p>The instances are two services with a connection pool each, on a Postgres as durable as the
 * sandbox's. Their consumers are threads that hand the real handler batches in a transaction each,
 * of orders of their own partitions; inbox, outbox and Kafka are left out. The modes take turns.
 */
final class HotStockThroughput {
  private static final int ROUNDS = Integer.getInteger("orrery.bench.rounds", 3);
  private static final int SECONDS = Integer.getInteger("orrery.bench.seconds", 3);
  private static final int PIECES = 1_000_000_000;

  private enum Mode {
    ONE_ROW,
    LOCKED,
    SHARDED
  }

  private record Load(int consumers, int batch) {}

  private final List<ApplicationContext> instances;

  private HotStockThroughput(List<ApplicationContext> instances) {
    this.instances = instances;
  }

  public static void main(String[] args) throws Exception {
    Database database = TestInfrastructure.database(HotStockThroughput.class);
    try (var first = SpringApplication.run(InventoryService.class, properties(database));
        var second = SpringApplication.run(InventoryService.class, properties(database))) {
      var bench = new HotStockThroughput(List.of(first, second));
      bench.run(Mode.SHARDED, new Load(4, 20)); // What runs often is compiled then.
      var hot = new Load(12, 1);
      for (Load load : List.of(new Load(4, 1), hot, new Load(4, 20), new Load(12, 20))) {
        bench.measure("durable commits", load);
      }
      bench.setting("commit_siblings", "0");
      bench.setting("commit_delay", "5000");
      bench.measure("5 ms slower commits", hot);
      bench.setting("commit_delay", "0");
      bench.setting("synchronous_commit", "off");
      bench.measure("commits not waited for", hot);
    }
  }

  private static String[] properties(Database database) {
    return new String[] {
      "--server.port=0",
      "--spring.main.banner-mode=off",
      "--logging.level.root=error",
      "--eureka.client.enabled=false",
      "--orrery.telemetry.traces-per-second=0",
      "--spring.datasource.url=" + database.url(),
      "--spring.datasource.username=" + database.username(),
      "--spring.datasource.password=" + database.password(),
      "--spring.kafka.bootstrap-servers=" + TestInfrastructure.kafka(),
      "--orrery.redis.url=" + TestInfrastructure.redisUri(),
    };
  }

  /** For every connection that is made from now on; those there are end when they are idle. */
  private void setting(String name, String value) {
    instances
        .getFirst()
        .getBean(JdbcClient.class)
        .sql("alter role current_user set %s = %s".formatted(name, value))
        .update();
    instances.forEach(instance ->
        instance.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections());
  }

  private void measure(String setting, Load load) throws InterruptedException {
    double[][] rates = new double[Mode.values().length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (Mode mode : Mode.values()) {
        rates[mode.ordinal()][round] = run(mode, load);
      }
    }
    double plain = median(rates[Mode.ONE_ROW.ordinal()]);
    for (Mode mode : Mode.values()) {
      double rate = median(rates[mode.ordinal()]);
      System.out.printf(
          "%-22s %2d consumers, batches of %2d  %-8s %,8.0f reservations/s, %.1f x one row%n",
          setting, load.consumers(), load.batch(), mode, rate, rate / plain);
    }
  }

  private static double median(double[] rates) {
    double[] sorted = Arrays.stream(rates).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private double run(Mode mode, Load load) throws InterruptedException {
    ApplicationContext first = instances.getFirst();
    String sku = "BENCH-" + Ids.next();
    JdbcClient jdbc = first.getBean(JdbcClient.class);
    jdbc.sql(
            "insert into product (sku, name, description, category, price_amount, currency)"
                + " values (?, 'A bench piece', '', 'Benches', 100, 'EUR')")
        .param(sku)
        .update();
    jdbc.sql("insert into stock (sku, available, seeded) values (?, ?, ?)")
        .params(sku, PIECES, PIECES)
        .update();
    int partitions = load.consumers();
    if (mode == Mode.SHARDED) {
      first.getBean(Resharding.class).spread(sku, partitions);
    }
    var reserved = new LongAdder();
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    List<Thread> consumers =
        IntStream.range(0, load.consumers())
            .mapToObj(i -> {
              var consumer = new Consumer(instances.get(i % 2), sku, partitions, i, load.batch());
              return Thread.ofPlatform()
                  .start(() -> {
                    while (System.nanoTime() < end) {
                      consumer.handle(mode);
                      reserved.add(load.batch());
                    }
                  });
            })
            .toList();
    for (Thread consumer : consumers) {
      consumer.join();
    }
    long counted =
        jdbc.sql("select sum(reserved) from stock where sku = ?")
            .param(sku)
            .query(Long.class)
            .single();
    if (counted != reserved.sum()) {
      throw new IllegalStateException(
          "%d reserved and %d counted".formatted(reserved.sum(), counted));
    }
    return (double) counted / SECONDS;
  }

  /** Has one partition, and what is of other partitions is not its. */
  private static final class Consumer {
    private final StockCommandHandler handler;
    private final TransactionTemplate transaction;
    private final FencedLocks locks;
    private final String sku;
    private final int partitions;
    private final int partition;
    private final int batch;

    Consumer(ApplicationContext instance, String sku, int partitions, int partition, int batch) {
      this.handler =
          new StockCommandHandler(
              instance.getBean(Reservations.class),
              instance.getBean(Stockroom.class),
              instance.getBean(TryConfirmCancel.class),
              _ -> {},
              instance.getBean(StockMetrics.class),
              instance.getBean(InstantSource.class));
      this.transaction = instance.getBean(TransactionTemplate.class);
      this.locks = instance.getBean(FencedLocks.class);
      this.sku = sku;
      this.partitions = partitions;
      this.partition = partition;
      this.batch = batch;
    }

    void handle(Mode mode) {
      switch (mode) {
        case ONE_ROW, SHARDED -> handle();
        case LOCKED -> {
          Outcome<Boolean> turn =
              locks.call(
                  new LockName("hot-stock", sku),
                  Duration.ofSeconds(10),
                  _ -> {
                    handle();
                    return true;
                  });
          if (!(turn instanceof Outcome.Done)) {
            throw new IllegalStateException("no turn: " + turn);
          }
        }
      }
    }

    private void handle() {
      var messages = new ArrayList<Inbound<StockCommand>>(batch);
      Stream.generate(Ids::next)
          .filter(order -> ShardHash.of(order) % partitions == partition)
          .limit(batch)
          .map(this::message)
          .forEach(messages::add);
      transaction.executeWithoutResult(_ -> handler.handle(messages));
    }

    private Inbound<StockCommand> message(UUID order) {
      return new Inbound<>(
          order,
          "inventory.commands",
          order.toString(),
          order,
          null,
          "order.replies",
          InstantSource.system().instant(),
          new Untraced(),
          new ReserveStock(order, List.of(new StockLine(sku, 1))));
    }
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
