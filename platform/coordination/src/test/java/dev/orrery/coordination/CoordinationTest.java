package dev.orrery.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** Locks on a Redis that the tests break, and a fence in a real database. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@Timeout(60)
abstract class CoordinationTest {
  static final Duration LEASE = Duration.ofMillis(1200);
  static final TestRedis REDIS = TestInfrastructure.redisToBreak();
  static final Database DATABASE = TestInfrastructure.database(CoordinationTest.class);

  private static final AtomicInteger NAMES = new AtomicInteger();

  @Autowired FencedLocks locks;
  @Autowired Fence fence;
  @Autowired RedissonClient redisson;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionOperations transactions;

  final LockName lock = new LockName("test", "n" + NAMES.incrementAndGet());
  final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

  @SpringBootApplication
  static class App {}

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", DATABASE::url);
    registry.add("spring.datasource.username", DATABASE::username);
    registry.add("spring.datasource.password", DATABASE::password);
    registry.add("orrery.redis.url", REDIS::uri);
  }

  @BeforeEach
  void makeATableToProtect() {
    jdbc.sql("create table if not exists ledger (id bigserial, lock text, token bigint)").update();
  }

  @AfterEach
  void endTheOthers() {
    others.shutdownNow();
  }

  /** What a lock is for: a write that must not come from two. */
  void write(Hold hold) {
    transactions.executeWithoutResult(_ -> {
      fence.admit(hold);
      jdbc.sql("insert into ledger (lock, token) values (?, ?)")
          .param(hold.lock().toString())
          .param(hold.token())
          .update();
    });
  }

  long[] tokensWritten() {
    return jdbc
        .sql("select token from ledger where lock = ? order by id")
        .param(lock.toString())
        .query(Long.class)
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  long writeOnce() {
    Outcome<Long> outcome =
        locks.call(
            lock,
            Duration.ofSeconds(20),
            hold -> {
              write(hold);
              return hold.token();
            });
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return outcome instanceof Outcome.Done<Long>(var token) ? token : -1;
  }

  /** Somebody who took the lock and waits under it until it is let go or interrupted. */
  final class Holder {
    final CountDownLatch took = new CountDownLatch(1);
    final CountDownLatch mayGo = new CountDownLatch(1);
    final Future<Outcome<Long>> outcome =
        others.submit(() ->
            locks.call(
                lock,
                Duration.ofSeconds(20),
                hold -> {
                  took.countDown();
                  mayGo.await();
                  return hold.token();
                }));

    Holder() throws InterruptedException {
      took.await();
    }
  }
}
