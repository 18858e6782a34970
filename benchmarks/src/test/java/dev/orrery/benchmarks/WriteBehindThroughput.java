package dev.orrery.benchmarks;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.writebehind.BackingStore;
import dev.orrery.writebehind.Change;
import dev.orrery.writebehind.WriteBehind;
import dev.orrery.writebehind.WriteBehinds;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Values written behind, beside the same values written to Postgres at once: writes a second, as
 * many writers, the same keys drawn at random, 200 bytes each. What is written behind is drained
 * all the while, and in the database before its time is taken.
 *
 * <p>Starts a Postgres and a Redis of its own, as the tests do: commits are durable, Redis writes
 * its append-only file, and the service is configured as every service is. All share this machine.
 */
public final class WriteBehindThroughput {
  private static final int WRITERS = Setting.number("orrery.bench.write-behind-writers", 1_024);
  private static final int KEYS = Setting.number("orrery.bench.write-behind-keys", 1_000);
  private static final Duration LOOKS_EVERY = Duration.ofMillis(220);
  private static final String BODY = "x".repeat(200);

  private final BackingStore<String> table;
  private final WriteBehind<String> values;
  private final MeterRegistry meters;

  @SuppressWarnings("unchecked")
  private WriteBehindThroughput(ApplicationContext context) {
    table = context.getBean(ValueTable.class);
    values = context.getBean(WriteBehind.class);
    meters = context.getBean(MeterRegistry.class);
  }

  public static void main(String[] args) throws Exception {
    int seconds = Setting.number("orrery.bench.write-behind-seconds", 15);
    try (var context = SpringApplication.run(Application.class, properties())) {
      new WriteBehindThroughput(context).measure(seconds);
    }
  }

  private record Measured(double aSecond, double microseconds) {
    @Override
    public String toString() {
      return "%,9.0f writes/s, %5.1f us of processor each".formatted(aSecond, microseconds);
    }
  }

  private void measure(int seconds) throws InterruptedException {
    write(seconds, this::directly); // What runs often is compiled then.
    write(seconds, key -> values.put(key, BODY));

    Measured direct = write(seconds, this::directly);
    double drainedBefore = drained();
    Measured behind = write(seconds, key -> values.put(key, BODY));
    double drained = drained() - drainedBefore;
    System.out.printf("straight to Postgres  %s%n", direct);
    System.out.printf(
        "written behind        %s; %.0f times as many, %.1f to one in the database%n",
        behind,
        behind.aSecond() / direct.aSecond(),
        behind.aSecond() * seconds / Math.max(1, drained));
  }

  private interface Write {
    void to(String key);
  }

  private void directly(String key) {
    // As Redis counts them, so that each is newer than all before.
    long version = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    table.write(List.of(new Change<>(key, version, Optional.of(BODY))));
  }

  private Measured write(int seconds, Write write) throws InterruptedException {
    var written = new LongAdder();
    var spent = ProcessorTime.now();
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    List<Thread> writers =
        IntStream.range(0, WRITERS)
            .mapToObj(_ -> Thread.ofVirtual().start(() -> write(end, write, written)))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }
    awaitStored();
    double took = (System.nanoTime() - began) / 1e9;
    return new Measured(written.sum() / took, ProcessorTime.now().since(spent, written.sum()));
  }

  private static void write(long end, Write write, LongAdder written) {
    while (System.nanoTime() < end) {
      write.to("k" + ThreadLocalRandom.current().nextInt(KEYS));
      written.increment();
    }
  }

  private void awaitStored() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    do {
      // The figure is as old as the last look.
      Thread.sleep(LOOKS_EVERY);
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not all is in the database a minute after the last write");
      }
    } while (meters.get("orrery.writebehind.dirty").gauge().value() > 0);
  }

  private double drained() {
    return meters.get("orrery.writebehind.drained").counter().count();
  }

  private static String[] properties() {
    Database database = TestInfrastructure.database(WriteBehindThroughput.class);
    return new String[] {
      "--spring.application.name=write-behind-bench",
      "--spring.config.import=classpath:orrery/telemetry.yml,classpath:orrery/database.yml",
      "--spring.main.web-application-type=" + WebApplicationType.NONE,
      "--spring.main.banner-mode=off",
      "--logging.level.root=error",
      "--spring.datasource.url=" + database.url(),
      "--spring.datasource.username=" + database.username(),
      "--spring.datasource.password=" + database.password(),
      // All writers share its few connections.
      "--spring.datasource.hikari.connection-timeout=60000",
      "--spring.flyway.locations=classpath:db/coordination,classpath:db/write-behind",
      "--orrery.redis.url=" + TestInfrastructure.redisUri(),
      // Kafka has no part in this.
      "--spring.autoconfigure.exclude=dev.orrery.messaging.MessagingAutoConfiguration,"
          + "dev.orrery.messaging.DeadLetterAutoConfiguration",
    };
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    ValueTable valueTable(JdbcClient jdbc) {
      return new ValueTable(jdbc);
    }

    @Bean
    WriteBehind<String> values(WriteBehinds buffers, ValueTable table) {
      return buffers.of("values", String.class, table);
    }
  }
}
