package dev.orrery.writebehind;

import dev.orrery.coordination.FencedLocks;
import dev.orrery.coordination.Hold;
import dev.orrery.coordination.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one shard in one instance: drains it whenever something is due and it is its turn.
 */
final class ShardDrainer {
  private static final Logger log = LoggerFactory.getLogger(ShardDrainer.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final int MOST_FAILURES_AT_THE_END = 5;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Shard shard;
  private final Buffer buffer;
  private final Drain<?> drain;
  private final FencedLocks locks;
  private final WriteBehindProperties properties;
  private final WriteBehindMetrics metrics;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile long flushUntil;
  private Duration within = Duration.ZERO;

  private enum Pass {
    IDLE,
    DONE,
    NOT_OURS,
    FAILED
  }

  ShardDrainer(
      Shard shard,
      Buffer buffer,
      Drain<?> drain,
      FencedLocks locks,
      WriteBehindProperties properties,
      WriteBehindMetrics metrics) {
    this.shard = shard;
    this.buffer = buffer;
    this.drain = drain;
    this.locks = locks;
    this.properties = properties;
    this.metrics = metrics;
    this.thread =
        Thread.ofVirtual().name("drain-" + shard.buffer() + "-" + shard.number()).start(this::run);
  }

  private void run() {
    int failures = 0;
    try {
      while (!stopping.await(wait(failures).toNanos(), TimeUnit.NANOSECONDS)) {
        failures = timed() == Pass.FAILED ? failures + 1 : 0;
      }
      flush();
    } catch (InterruptedException _) {
      log.warn("Stopped in the middle of {}; what is dirty stays in Redis", shard);
    }
  }

  private Duration wait(int failures) {
    return failures == 0 ? properties.interval() : properties.backoff(failures);
  }

  /** What is not due yet as well, whoever writes it; what is dirty after that stays in Redis. */
  private void flush() throws InterruptedException {
    within = properties.delay();
    int failures = 0;
    Pass pass = timed();
    while (pass != Pass.IDLE
        && failures < MOST_FAILURES_AT_THE_END
        && System.nanoTime() < flushUntil) {
      if (pass != Pass.DONE) {
        Thread.sleep(LOOK_AGAIN);
      }
      pass = timed();
      failures = pass == Pass.FAILED ? failures + 1 : 0;
    }
    if (pass != Pass.IDLE) {
      log.info("{} was not flushed to the end; what is dirty stays in Redis", shard);
    }
  }

  private Pass timed() {
    long began = System.nanoTime();
    Pass pass = pass();
    if (pass != Pass.IDLE) {
      metrics.passed(
          pass.name().toLowerCase(Locale.ROOT), Duration.ofNanos(System.nanoTime() - began));
    }
    return pass;
  }

  private Pass pass() {
    try {
      if (nothingIsDue()) {
        return Pass.IDLE;
      }
      return switch (locks.call(shard.lock(), Duration.ZERO, this::drain)) {
        case Outcome.Done<Integer> _ -> Pass.DONE;
        case Outcome.Busy<Integer> _, Outcome.Lost<Integer> _ -> Pass.NOT_OURS;
        case Outcome.Unavailable<Integer> _ -> Pass.FAILED;
      };
    } catch (RuntimeException e) {
      log.warn("{} could not be drained: {}", shard, e.toString());
      return Pass.FAILED;
    }
  }

  private int drain(Hold hold) {
    int batches = 0;
    do {
      drain.batch(shard, hold, within);
      batches++;
    } while (!nothingIsDue());
    return batches;
  }

  private boolean nothingIsDue() {
    Buffer.Look look = buffer.look(shard);
    metrics.saw(shard, look);
    return !look.isAnythingDue(within);
  }

  void stop() {
    flushUntil = System.nanoTime() + properties.flushLimit().toNanos();
    stopping.countDown();
  }

  /** After {@link #stop}. */
  void await() throws InterruptedException {
    long left = flushUntil - System.nanoTime() + GRACE.toNanos();
    if (!thread.join(Duration.ofNanos(Math.max(1, left)))) {
      thread.interrupt();
    }
  }
}
