package dev.orrery.coordination;

import dev.orrery.redis.Redis;
import dev.orrery.redis.RedisAway;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.redisson.RedissonFencedLock;
import org.redisson.RedissonObject;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Redisson's fenced lock, whose owner is an acquisition and not a thread: a release that arrives
 * late frees nobody else's lock.
 */
final class RedisLocks {
  /** Further than any number of holders that came and went without a write. */
  private static final long LEAP = 1_000_000;

  private static final String LIFT =
      """
      if tonumber(redis.call('get', KEYS[1]) or '0') <= tonumber(ARGV[1]) then
        redis.call('set', KEYS[1], ARGV[2])
      end
      """;

  private final Redis redis;
  private final AtomicLong owners = new AtomicLong();

  RedisLocks(Redis redis) {
    this.redis = redis;
  }

  long newOwner() {
    return owners.incrementAndGet();
  }

  /**
   * The token, or none when others held the lock all the time. Redisson renews the lease from now
   * on, until the release.
   */
  OptionalLong acquire(LockName name, long owner, Duration patience) {
    @Nullable Long token =
        redis.await(
            patience,
            client ->
                lock(client, name)
                    .tryLockAndGetTokenAsync(
                        patience.toMillis(), -1, TimeUnit.MILLISECONDS, owner));
    return token == null ? OptionalLong.empty() : OptionalLong.of(token);
  }

  RFuture<Boolean> isHeld(LockName name, long owner) {
    return lock(redis.client(), name).isHeldByThreadAsync(owner);
  }

  /** False when the lock was no longer this owner's. An unreachable one ends with its lease. */
  boolean release(LockName name, long owner) {
    // What interrupted the work must not keep the lock from being released.
    boolean interrupted = Thread.interrupted();
    try {
      redis.ask(client -> lock(client, name).unlockAsync(owner));
      return true;
    } catch (IllegalMonitorStateException _) {
      return false;
    } catch (RedisAway _) {
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * A Redis that lost its data counts from one again, and the fence would refuse every holder until
   * the count has caught up. So it is set beyond what the fence knows.
   */
  void lift(LockName name, long newestToken) {
    redis.ask(client ->
        client
            .getScript(StringCodec.INSTANCE)
            .evalAsync(
                RScript.Mode.READ_WRITE,
                LIFT,
                RScript.ReturnType.VALUE,
                List.of(RedissonObject.prefixName("redisson_lock_token", redisName(name))),
                Long.toString(newestToken),
                Long.toString(newestToken + LEAP)));
  }

  private static RedissonFencedLock lock(RedissonClient client, LockName name) {
    // The interface has no way to say who the owner is.
    return (RedissonFencedLock) client.getFencedLock(redisName(name));
  }

  private static String redisName(LockName name) {
    return "lock:" + name;
  }
}
