package dev.orrery.coordination;

import dev.orrery.redis.RedisAway;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks over all instances of a service. The lease is renewed while the work goes on; where it is
 * lost all the same, the working thread is interrupted, and the {@link Fence} refuses what it still
 * writes. Re-entrant in the same thread. Thread-safe.
 */
public final class FencedLocks {
  private static final Logger log = LoggerFactory.getLogger(FencedLocks.class);
  private static final ScopedValue<Map<LockName, Hold>> HELD = ScopedValue.newInstance();

  private final RedisLocks locks;
  private final LossWatch watch;
  private final LockMetrics metrics;

  FencedLocks(RedisLocks locks, LossWatch watch, LockMetrics metrics) {
    this.locks = locks;
    this.watch = watch;
    this.metrics = metrics;
  }

  /**
   * Does the work when it is its turn.
   *
   * @param patience how long to wait for the turn; zero does not wait
   * @throws E what the work throws while it holds the lock
   */
  public <T extends @Nullable Object, E extends Exception> Outcome<T> call(
      LockName lock, Duration patience, Work<T, E> work) throws E {
    Map<LockName, Hold> held = HELD.orElse(Map.of());
    Hold outer = held.get(lock);
    if (outer != null) {
      outer.check();
      return new Outcome.Done<>(work.under(outer));
    }
    long owner = locks.newOwner();
    OptionalLong token;
    long began = System.nanoTime();
    try {
      token = locks.acquire(lock, owner, patience);
    } catch (RedisAway e) {
      metrics.waited(lock, "unavailable", began);
      return new Outcome.Unavailable<>(e);
    }
    metrics.waited(lock, token.isPresent() ? "acquired" : "busy", began);
    return token.isPresent()
        ? work(new Hold(lock, token.getAsLong(), watch.term()), owner, held, work)
        : new Outcome.Busy<>();
  }

  private <T extends @Nullable Object, E extends Exception> Outcome<T> work(
      Hold hold, long owner, Map<LockName, Hold> outer, Work<T, E> work) throws E {
    long began = System.nanoTime();
    Future<?> watched = watch.over(hold, owner);
    var held = new HashMap<>(outer);
    held.put(hold.lock(), hold);
    try {
      return new Outcome.Done<>(ScopedValue.where(HELD, held).call(() -> work.under(hold)));
    } catch (LockLost e) {
      hold.end();
      lift(hold, e);
      return lost(hold, e);
    } catch (Exception e) {
      if (hold.end()) {
        return lost(hold, e);
      }
      throw e;
    } finally {
      watched.cancel(false);
      hold.end();
      locks.release(hold.lock(), owner);
      metrics.held(hold.lock(), began);
    }
  }

  private <T extends @Nullable Object> Outcome<T> lost(Hold hold, Exception cause) {
    metrics.lost(hold.lock());
    log.warn("The lock {} was lost at token {}: {}", hold.lock(), hold.token(), cause.toString());
    return new Outcome.Lost<>(cause);
  }

  private void lift(Hold hold, LockLost refusal) {
    try {
      locks.lift(hold.lock(), refusal.newestToken());
    } catch (RedisAway e) {
      log.warn("Left for the next who is refused at {}: {}", hold.lock(), e.getMessage());
    }
  }
}
