package dev.orrery.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.redis.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FencedLocksTest extends CoordinationTest {
  @Autowired private RedisLocks redisLocks;
  @Autowired private Redis redis;

  @Test
  void oneAtATimeEachWithAHigherToken() throws Exception {
    var inside = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      running.add(
          others.submit(() -> {
            for (int turn = 0; turn < 10; turn++) {
              var outcome =
                  locks.call(
                      lock,
                      Duration.ofSeconds(30),
                      hold -> {
                        assertThat(inside.incrementAndGet()).isOne();
                        write(hold);
                        return inside.decrementAndGet();
                      });
              assertThat(outcome).isEqualTo(new Outcome.Done<>(0));
            }
          }));
    }
    for (Future<?> each : running) {
      each.get();
    }

    assertThat(tokensWritten()).hasSize(100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whoHasNoPatienceIsToldThatItIsBusy() throws Exception {
    var holder = new Holder();

    assertThat(locks.call(lock, Duration.ZERO, Hold::token)).isEqualTo(new Outcome.Busy<>());
    assertThat(locks.call(lock, Duration.ofMillis(100), Hold::token))
        .isEqualTo(new Outcome.Busy<>());

    holder.mayGo.countDown();
    assertThat(holder.outcome.get()).isInstanceOf(Outcome.Done.class);
    assertThat(locks.call(lock, Duration.ZERO, _ -> "mine")).isEqualTo(new Outcome.Done<>("mine"));
  }

  @Test
  void whoHoldsItGetsItAgainAndKeepsItUntilTheOutermostEnd() throws Exception {
    Outcome<Boolean> outcome =
        locks.call(
            lock,
            Duration.ZERO,
            outer -> {
              Outcome<Hold> inner = locks.call(lock, Duration.ZERO, hold -> hold);
              assertThat(inner).isEqualTo(new Outcome.Done<>(outer));
              Future<Outcome<Long>> other =
                  others.submit(() -> locks.call(lock, Duration.ZERO, Hold::token));
              return other.get() instanceof Outcome.Busy;
            });

    assertThat(outcome).isEqualTo(new Outcome.Done<>(true));
  }

  @Test
  void theLeaseIsRenewedWhileTheWorkGoesOn() throws Exception {
    var holder = new Holder();

    await()
        .during(LEASE.multipliedBy(2))
        .atMost(LEASE.multipliedBy(4))
        .until(() -> locks.call(lock, Duration.ZERO, Hold::token) instanceof Outcome.Busy);

    holder.mayGo.countDown();
    assertThat(holder.outcome.get()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whatTheWorkThrowsIsThrownAndTheLockIsFree() {
    assertThatThrownBy(() ->
            locks.call(
                lock,
                Duration.ZERO,
                _ -> {
                  throw new IllegalArgumentException("mine");
                }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(locks.call(lock, Duration.ZERO, _ -> 1)).isEqualTo(new Outcome.Done<>(1));
  }

  @Test
  void aLockThatVanishedInterruptsItsHolder() throws Exception {
    var holder = new Holder();

    redisson.getKeys().flushall();

    assertThat(holder.outcome.get(LEASE.toMillis(), TimeUnit.MILLISECONDS))
        .isInstanceOf(Outcome.Lost.class);
  }

  @Test
  void theThreadOfALostLockIsNotLeftInterrupted() {
    Outcome<Boolean> outcome =
        locks.call(
            lock,
            Duration.ZERO,
            hold -> {
              hold.lose();
              hold.check();
              return true;
            });

    assertThat(outcome).isInstanceOf(Outcome.Lost.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(locks.call(lock, Duration.ZERO, _ -> 1)).isEqualTo(new Outcome.Done<>(1));
  }

  @Test
  void aRedisThatForgotEverythingIsToldHowFarTheTokensWere() {
    long before = 0;
    for (int i = 0; i < 5; i++) {
      before = writeOnce();
    }
    redisson.getKeys().flushall();

    Outcome<Long> first =
        locks.call(
            lock,
            Duration.ZERO,
            hold -> {
              write(hold);
              return hold.token();
            });

    assertThat(first).as("its token is one that was given before").isInstanceOf(Outcome.Lost.class);
    assertThat(writeOnce()).isGreaterThan(before);
    assertThat(tokensWritten()).hasSize(6).isSorted();
  }

  @Test
  void aReleaseThatComesLateFreesNobodyElsesLock() throws Exception {
    long early = redisLocks.newOwner();
    redisLocks.acquire(lock, early, Duration.ZERO);
    redisson.getKeys().flushall();
    var holder = new Holder();

    assertThat(redisLocks.release(lock, early)).isFalse();

    assertThat(locks.call(lock, Duration.ZERO, Hold::token)).isEqualTo(new Outcome.Busy<>());
    holder.mayGo.countDown();
    assertThat(holder.outcome.get()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aRedisThatDiesInMidHoldInterruptsTheHolderAndKeepsNobodyWaiting() throws Exception {
    var holder = new Holder();
    REDIS.kill();
    try {
      assertThat(holder.outcome.get(LEASE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS))
          .isInstanceOf(Outcome.Lost.class);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> {
            long began = System.nanoTime();
            assertThat(locks.call(lock, Duration.ofSeconds(20), Hold::token))
                .isInstanceOf(Outcome.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(Duration.ofMillis(50));
          });
    } finally {
      REDIS.start();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> locks.call(lock, Duration.ZERO, Hold::token) instanceof Outcome.Done);
    await().atMost(Duration.ofSeconds(20)).until(redis::isAnswering);
  }

  @Test
  void aRedisThatFallsSilentInMidHoldInterruptsTheHolder() throws Exception {
    var holder = new Holder();
    REDIS.pause();
    try {
      assertThat(holder.outcome.get(LEASE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS))
          .isInstanceOf(Outcome.Lost.class);
    } finally {
      REDIS.resume();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> locks.call(lock, Duration.ZERO, Hold::token) instanceof Outcome.Done);
  }

  @Test
  void tokensAreWrittenInTheOrderInWhichTheyWereGivenWhateverRedisDoes() throws Exception {
    Future<?> trouble =
        others.submit(() -> {
          for (int i = 0; i < 20; i++) {
            redisson.getKeys().flushall();
          }
        });
    while (!trouble.isDone()) {
      locks.call(
          lock,
          Duration.ofMillis(50),
          hold -> {
            write(hold);
            return hold.token();
          });
    }
    writeOnceOrAgain();

    long[] tokens = tokensWritten();
    assertThat(tokens).isSorted();
    assertThat(Arrays.stream(tokens).distinct().count()).isEqualTo(tokens.length);
  }

  private void writeOnceOrAgain() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            locks.call(
                    lock,
                    Duration.ofSeconds(1),
                    hold -> {
                      write(hold);
                      return hold.token();
                    })
                instanceof Outcome.Done);
  }
}
