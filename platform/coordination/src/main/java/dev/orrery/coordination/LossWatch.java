package dev.orrery.coordination;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells holders that their lock is lost. Redisson's watchdog renews leases, and when there is
 * nothing left to renew it stops in silence; so Redis is asked, as often as it renews. A hold that
 * could not be confirmed in time is lost too, whoever is to blame.
 */
final class LossWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LossWatch.class);

  private final RedisLocks locks;
  private final Duration interval;
  private final ScheduledThreadPoolExecutor timer;

  LossWatch(RedisLocks locks, Duration lease) {
    this.locks = locks;
    this.interval = lease.dividedBy(3);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("lock-watch").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * How long a hold may be assumed after Redis confirmed it: its lease may then have been renewed a
   * third of it ago.
   */
  Duration term() {
    return interval.multipliedBy(2);
  }

  /** Until the answer is cancelled. */
  Future<?> over(Hold hold, long owner) {
    long nanos = interval.toNanos();
    return timer.scheduleAtFixedRate(() -> look(hold, owner), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void look(Hold hold, long owner) {
    if (hold.isLost()) {
      return;
    }
    long askedAt = System.nanoTime();
    try {
      locks
          .isHeld(hold.lock(), owner)
          .whenComplete((held, failure) -> {
            if (failure != null) {
              unanswered(hold, failure);
            } else if (held) {
              hold.confirm(askedAt, term());
            } else {
              hold.lose();
            }
          });
    } catch (RedisException e) {
      unanswered(hold, e);
    }
  }

  /** Nothing to be done: the hold ends by itself when this goes on. */
  private static void unanswered(Hold hold, Throwable failure) {
    log.warn("Nobody can say who holds the lock {}: {}", hold.lock(), failure.toString());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
