package dev.orrery.benchmarks;

import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.springframework.transaction.support.TransactionOperations;

/** Appends to the outbox from several threads, ten messages of 200 bytes a transaction. */
final class OutboxLoad {
  static final String TOPIC = "outbox-bench";
  static final String BODY = "x".repeat(200);
  static final int WRITERS = 4;
  static final int MESSAGES_A_TRANSACTION = 10;

  private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(1);

  private final Outbox outbox;
  private final TransactionOperations transactions;
  private final Timeline timeline;

  OutboxLoad(Outbox outbox, TransactionOperations transactions, Timeline timeline) {
    this.outbox = outbox;
    this.transactions = transactions;
    this.timeline = timeline;
  }

  record Measured(String padding) {}

  /**
   * What came of it.
   *
   * @param rate acknowledged a second while the load lasted
   * @param backlogs after each second
   * @param latencies of all, the last of them acknowledged after the load
   */
  record Result(Baselines.Rate rate, long[] backlogs, Timeline.Latencies latencies) {

    long largestBacklog() {
      return Arrays.stream(backlogs).max().orElse(0);
    }

    /** Messages a second by which the backlog grew, as a least-squares line sees it. */
    double backlogGrowth() {
      int n = backlogs.length;
      double middle = (n - 1) / 2.0;
      double above = 0;
      double below = 0;
      for (int second = 0; second < n; second++) {
        above += (second - middle) * backlogs[second];
        below += (second - middle) * (second - middle);
      }
      return below == 0 ? 0 : above / below;
    }
  }

  /** Open loop: so many a second, whether the relay keeps up or not. */
  Result atRate(int rate, int seconds) throws InterruptedException {
    double interval = 1e9 * MESSAGES_A_TRANSACTION / rate;
    return run(
        rate * seconds + 10_000,
        seconds,
        (start, turn) -> {
          long wait = start + (long) (turn * interval) - System.nanoTime();
          if (wait > 0) {
            LockSupport.parkNanos(wait);
          }
        });
  }

  /** Closed loop: as many as get through with no more than so many waiting. */
  Result asFastAsItGoes(int mostWaiting, int seconds) throws InterruptedException {
    return run(
        100_000 * seconds,
        seconds,
        (start, turn) -> {
          while (timeline.backlog() > mostWaiting) {
            LockSupport.parkNanos(LOOK_EVERY);
          }
        });
  }

  private interface Pace {
    void await(long start, int turn);
  }

  private Result run(int atMost, int seconds, Pace pace) throws InterruptedException {
    timeline.reset(atMost);
    var spent = ProcessorTime.now();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    var turns = new AtomicInteger();
    List<Thread> writers =
        IntStream.range(0, WRITERS)
            .mapToObj(i -> Thread.ofPlatform().start(() -> write(turns, start, end, pace)))
            .toList();
    long[] backlogs = new long[seconds];
    for (int second = 0; second < seconds; second++) {
      sleepUntil(start + TimeUnit.SECONDS.toNanos(second + 1));
      backlogs[second] = timeline.backlog();
    }
    double acknowledged = timeline.acknowledgements();
    for (Thread writer : writers) {
      writer.join();
    }
    awaitAll();
    double microseconds = ProcessorTime.now().since(spent, timeline.commits());
    return new Result(
        new Baselines.Rate(acknowledged / seconds, microseconds), backlogs, timeline.latencies());
  }

  private void write(AtomicInteger turns, long start, long end, Pace pace) {
    while (true) {
      int turn = turns.getAndIncrement();
      int first = turn * MESSAGES_A_TRANSACTION;
      pace.await(start, turn);
      if (System.nanoTime() >= end || first + MESSAGES_A_TRANSACTION > timeline.capacity()) {
        return;
      }
      transactions.executeWithoutResult(status -> outbox.append(messages(first)));
      timeline.commit(first, MESSAGES_A_TRANSACTION, System.nanoTime());
    }
  }

  private static List<Outbound> messages(int first) {
    List<Outbound> messages = new ArrayList<>(MESSAGES_A_TRANSACTION);
    for (int number = first; number < first + MESSAGES_A_TRANSACTION; number++) {
      UUID key = Timeline.key(number);
      messages.add(Outbound.event(TOPIC, key.toString(), key, new Measured(BODY)));
    }
    return messages;
  }

  private void awaitAll() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (timeline.acknowledgements() < timeline.commits()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            timeline.backlog() + " messages are not acknowledged two minutes after the last");
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY);
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
  }
}
