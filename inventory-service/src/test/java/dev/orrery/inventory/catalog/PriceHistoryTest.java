package dev.orrery.inventory.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.inventory.InventoryService;
import dev.orrery.inventory.InventoryTest;
import dev.orrery.inventory.TestClock;
import dev.orrery.sandbox.TestLink;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Prices as registers, written and read in two instances, one of which loses its way to Redis and
 * finds it again: what every read saw is recorded and checked afterwards.
 */
@Timeout(180)
class PriceHistoryTest extends InventoryTest {
  /** How long a change may take by way of Kafka; values live in memory for 30 s. */
  private static final Duration STALEST = Duration.ofSeconds(6);

  /** So that who hears of nothing meanwhile is found out. */
  private static final Duration OUTAGE = Duration.ofSeconds(9);

  @Autowired private Catalog here;
  @Autowired private JdbcClient jdbc;
  @Autowired private MeterRegistry meters;
  @Autowired private Environment settings;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean done = new AtomicBoolean();

  /** What a price was, by version, and when its writer was told that it is. */
  private record Written(long amount, long at) {}

  /**
   * @param began on the clock of {@link System#nanoTime}, as {@code ended}
   */
  private record Read(long began, long ended, long version, long amount) {}

  private final class Register {
    final String sku;
    final ConcurrentMap<Long, Written> written = new ConcurrentHashMap<>();
    final AtomicLong amounts = new AtomicLong(1_000);

    Register(String sku) {
      this.sku = sku;
      jdbc.sql("insert into product values (?, 'A register', '', 'Tests', 1000, 'EUR')")
          .param(sku)
          .update();
      written.put(1L, new Written(1_000, System.nanoTime()));
    }

    Void write(Catalog catalog) {
      while (!done.get()) {
        long amount = amounts.incrementAndGet();
        Product changed = catalog.reprice(sku, new Money(amount, "EUR")).orElseThrow();
        written.put(changed.version(), new Written(amount, System.nanoTime()));
        LockSupport.parkNanos(20_000_000);
      }
      return null;
    }

    List<Read> read(Catalog catalog) {
      List<Read> reads = new ArrayList<>();
      while (!done.get()) {
        long began = System.nanoTime();
        Product seen = catalog.find(sku).orElseThrow();
        reads.add(new Read(began, System.nanoTime(), seen.version(), seen.price().amount()));
        LockSupport.parkNanos(2_000_000);
      }
      return reads;
    }

    /** Of one instance. */
    void check(List<Read> reads) {
      List<Read> byEnd = reads.stream().sorted(Comparator.comparing(Read::ended)).toList();
      int ended = 0;
      long newest = 0;
      for (Read read : reads.stream().sorted(Comparator.comparing(Read::began)).toList()) {
        while (byEnd.get(ended).ended() < read.began()) {
          newest = Math.max(newest, byEnd.get(ended++).version());
        }
        assertThat(read.version()).as("what is read after it").isGreaterThanOrEqualTo(newest);
        assertThat(read.amount()).isEqualTo(written.get(read.version()).amount());
        Written next = written.get(read.version() + 1);
        if (next != null) {
          assertThat(Duration.ofNanos(read.began() - next.at()))
              .as("how long version %d of %s was gone", read.version(), sku)
              .isLessThan(STALEST);
        }
      }
    }

    long last() {
      return written.keySet().stream().max(Long::compare).orElseThrow();
    }
  }

  @AfterEach
  void takeAway() {
    done.set(true);
    threads.close();
    jdbc.sql("delete from product where sku like 'REGISTER-%'").update();
  }

  @Test
  void noInstanceShowsAnOlderPriceAfterANewerNorOneThatIsLongGone() throws Exception {
    var writtenByBoth = new Register("REGISTER-1");
    var writtenHere = new Register("REGISTER-2");
    try (TestLink redis = REDIS.link();
        ConfigurableApplicationContext other = another(redis.port())) {
      Catalog there = other.getBean(Catalog.class);
      for (Register register : List.of(writtenByBoth, writtenHere)) {
        here.heard(new CatalogEvent.ProductChanged(register.sku, 1));
        there.heard(new CatalogEvent.ProductChanged(register.sku, 1));
      }
      List<Future<Void>> writers =
          List.of(
              threads.submit(() -> writtenByBoth.write(here)),
              threads.submit(() -> writtenByBoth.write(there)),
              threads.submit(() -> writtenHere.write(here)));
      List<List<Future<List<Read>>>> readers =
          Stream.of(writtenByBoth, writtenHere)
              .flatMap(register ->
                  Stream.of(here, there)
                      .map(catalog ->
                          Stream.of(1, 2)
                              .map(_ -> threads.submit(() -> register.read(catalog)))
                              .toList()))
              .toList();

      pass(Duration.ofSeconds(1));
      redis.cut();
      pass(OUTAGE);
      redis.heal();
      pass(Duration.ofSeconds(2));
      redis.stall();
      pass(OUTAGE);
      redis.heal();
      pass(Duration.ofSeconds(2));
      done.set(true);

      for (Future<Void> writer : writers) {
        writer.get();
      }
      writtenByBoth.check(all(readers.get(0)));
      writtenByBoth.check(all(readers.get(1)));
      writtenHere.check(all(readers.get(2)));
      writtenHere.check(all(readers.get(3)));
      for (Register register : List.of(writtenByBoth, writtenHere)) {
        await()
            .atMost(STALEST)
            .untilAsserted(() -> {
              assertThat(here.find(register.sku).orElseThrow().version())
                  .isEqualTo(register.last());
              assertThat(there.find(register.sku).orElseThrow().version())
                  .isEqualTo(register.last());
            });
      }
    }
  }

  @Test
  void ofAHundredThousandUnknownProductsHardlyAnyReachTheDatabase() {
    await().until(() -> here.find("NOBODY").isEmpty() && strangersTold() > 0);
    double before = loads();

    for (int i = 0; i < 100_000; i++) {
      assertThat(here.find("UNKNOWN-" + i)).isEmpty();
    }

    assertThat(loads() - before).isLessThan(1_000);
  }

  private double loads() {
    return meters
        .get("orrery.cache.gets")
        .tags("cache", "products", "from", "load")
        .counter()
        .count();
  }

  private double strangersTold() {
    return meters
        .get("orrery.cache.strangers")
        .tags("cache", "products", "told", "true")
        .counter()
        .count();
  }

  private ConfigurableApplicationContext another(int redis) {
    Stream<String> shared =
        Stream.of(
                "spring.datasource.url",
                "spring.datasource.username",
                "spring.datasource.password",
                "spring.kafka.bootstrap-servers",
                "orrery.messaging.topic-prefix",
                "eureka.client.enabled",
                "orrery.telemetry.traces-per-second",
                "orrery.stock.sweep-interval",
                "orrery.redis.timeout",
                "orrery.redis.open-for",
                "spring.grpc.server.port")
            .map(name -> "--" + name + "=" + settings.getRequiredProperty(name));
    Stream<String> own =
        Stream.of("--server.port=0", "--orrery.redis.url=redis://127.0.0.1:" + redis);
    return new SpringApplicationBuilder(InventoryService.class, TestClock.class)
        .run(Stream.concat(shared, own).toArray(String[]::new));
  }

  private static List<Read> all(List<Future<List<Read>>> readers) throws Exception {
    List<Read> all = new ArrayList<>();
    for (Future<List<Read>> reader : readers) {
      all.addAll(reader.get());
    }
    return all;
  }

  private static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(60)).until(() -> true);
  }
}
