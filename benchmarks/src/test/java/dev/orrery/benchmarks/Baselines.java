package dev.orrery.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaOperations;

/** What the producer and the table do alone: between them, an outbox can do no better. */
final class Baselines {
  static final String TOPIC = "outbox-bench-raw";
  static final int SENDS_UNDER_WAY = 500;

  private final KafkaOperations<String, byte[]> kafka;
  private final JdbcClient jdbc;

  Baselines(KafkaOperations<String, byte[]> kafka, JdbcClient jdbc) {
    this.kafka = kafka;
    this.jdbc = jdbc;
  }

  /** Messages a second, and microseconds of processor for each. */
  record Rate(double aSecond, double microseconds) {}

  private interface Phase {
    long run(long end) throws Exception;
  }

  private static Rate timed(int seconds, Phase phase) throws Exception {
    var spent = ProcessorTime.now();
    long start = System.nanoTime();
    long count = phase.run(start + TimeUnit.SECONDS.toNanos(seconds));
    double took = (System.nanoTime() - start) / 1e9;
    return new Rate(count / took, ProcessorTime.now().since(spent, count));
  }

  Rate sends(int seconds) throws Exception {
    return timed(seconds, this::send);
  }

  Rate inserts(int seconds) throws Exception {
    jdbc.sql("create table if not exists plain (like outbox including all)").update();
    Rate rate = timed(seconds, this::insert);
    jdbc.sql("truncate plain").update();
    return rate;
  }

  private long send(long end) throws Exception {
    byte[] body = OutboxLoad.BODY.getBytes(UTF_8);
    long sent = 0;
    while (System.nanoTime() < end) {
      List<CompletableFuture<?>> turn = new ArrayList<>(SENDS_UNDER_WAY);
      for (int i = 0; i < SENDS_UNDER_WAY; i++) {
        turn.add(kafka.send(TOPIC, body));
      }
      CompletableFuture.allOf(turn.toArray(CompletableFuture[]::new)).get();
      sent += turn.size();
    }
    return sent;
  }

  private long insert(long end) throws InterruptedException {
    var inserted = new LongAdder();
    List<Thread> writers =
        IntStream.range(0, OutboxLoad.WRITERS)
            .mapToObj(i -> Thread.ofPlatform().start(() -> insert(end, inserted)))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }
    return inserted.sum();
  }

  /** By the outbox's own statement, with nothing that reads or deletes. */
  private void insert(long end, LongAdder inserted) {
    var ids = new UUID[OutboxLoad.MESSAGES_A_TRANSACTION];
    var bodies = new String[OutboxLoad.MESSAGES_A_TRANSACTION];
    Arrays.fill(bodies, OutboxLoad.BODY);
    while (System.nanoTime() < end) {
      Arrays.setAll(ids, i -> UUID.randomUUID());
      jdbc.sql(
              """
              insert into plain (message_id, topic, message_key, message_type, correlation_id, body)
              select id, 'bench', id::text, 'orrery.Measured', id, body
                from unnest(?::uuid[], ?::text[]) as rows (id, body)
              """)
          .params(ids, bodies)
          .update();
      inserted.add(ids.length);
    }
  }
}
