package dev.orrery.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.coordination.Admission.Admitted;
import dev.orrery.coordination.Admission.Full;
import dev.orrery.coordination.Admission.Unavailable;
import dev.orrery.redis.Redis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SemaphoresTest extends CoordinationTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Autowired private Semaphores semaphores;
  @Autowired private Redis redis;

  @Test
  void letsInAsManyAsThereAreHoweverManyCome() throws Exception {
    List<Future<Admission>> coming = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      coming.add(others.submit(() -> acquire(UUID.randomUUID(), 7, 1, LONG)));
    }
    List<Admission> admissions = new ArrayList<>();
    for (Future<Admission> each : coming) {
      admissions.add(each.get());
    }

    assertThat(admissions).filteredOn(Admitted.class::isInstance).hasSize(7);
    assertThat(admissions).filteredOn(Full.class::isInstance).hasSize(93);
  }

  @Test
  void givesAllOrNone() {
    assertThat(acquire(UUID.randomUUID(), 5, 3, LONG)).isInstanceOf(Admitted.class);

    assertThat(acquire(UUID.randomUUID(), 5, 3, LONG)).isInstanceOf(Full.class);
    assertThat(acquire(UUID.randomUUID(), 5, 2, LONG)).isInstanceOf(Admitted.class);
  }

  @Test
  void whatIsGivenBackIsThereAtOnceAndOnlyOnce() {
    UUID permit = UUID.randomUUID();
    acquire(permit, 2, 2, LONG);

    assertThat(semaphores.release(lock, permit, 2)).isTrue();
    assertThat(semaphores.release(lock, permit, 2)).isFalse();

    assertThat(acquire(UUID.randomUUID(), 2, 2, LONG)).isInstanceOf(Admitted.class);
    assertThat(acquire(UUID.randomUUID(), 2, 1, LONG)).isInstanceOf(Full.class);
  }

  @Test
  void thePermitOfAHolderWhoDiedComesBackWithItsLease() {
    Duration lease = Duration.ofMillis(700);
    Instant until =
        acquire(UUID.randomUUID(), 1, 1, lease) instanceof Admitted(var lapses)
            ? lapses
            : Instant.MAX;

    assertThat(acquire(UUID.randomUUID(), 1, 1, lease))
        .isInstanceOfSatisfying(
            Full.class,
            full -> assertThat(full.retryAfter()).isPositive().isLessThanOrEqualTo(lease));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> acquire(UUID.randomUUID(), 1, 1, lease) instanceof Admitted);
    assertThat(Instant.now()).isAfterOrEqualTo(until);
  }

  @Test
  void isResizedWhileItIsInUse() {
    acquire(UUID.randomUUID(), 2, 2, LONG);

    assertThat(acquire(UUID.randomUUID(), 3, 1, LONG)).isInstanceOf(Admitted.class);
    assertThat(acquire(UUID.randomUUID(), 1, 1, LONG)).isInstanceOf(Full.class);
    assertThat(acquire(UUID.randomUUID(), 0, 1, LONG)).isInstanceOf(Full.class);
  }

  @Test
  void aRedisThatForgotLetsInAgain() {
    acquire(UUID.randomUUID(), 1, 1, LONG);
    redisson.getKeys().flushall();

    assertThat(acquire(UUID.randomUUID(), 1, 1, LONG)).isInstanceOf(Admitted.class);
    assertThat(acquire(UUID.randomUUID(), 1, 1, LONG)).isInstanceOf(Full.class);
  }

  @Test
  void withoutRedisNobodyIsKeptWaiting() {
    REDIS.kill();
    try {
      assertThat(acquire(UUID.randomUUID(), 1, 1, LONG)).isInstanceOf(Unavailable.class);
      assertThat(semaphores.release(lock, UUID.randomUUID(), 1)).isFalse();
    } finally {
      REDIS.start();
    }
    // With room to spare: what was asked in vain may have been carried out all the same.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> acquire(UUID.randomUUID(), 1_000, 1, LONG) instanceof Admitted);
    await().atMost(Duration.ofSeconds(20)).until(redis::isAnswering);
  }

  private Admission acquire(UUID permit, int capacity, int permits, Duration lease) {
    return semaphores.tryAcquire(lock, permit, capacity, permits, lease);
  }
}
