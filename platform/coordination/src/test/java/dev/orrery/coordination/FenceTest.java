package dev.orrery.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FenceTest extends CoordinationTest {
  private final Hold earlier = new Hold(lock, 1, LEASE);
  private final Hold later = new Hold(lock, 2, LEASE);

  @Test
  void aHolderWritesAsOftenAsItLikesUntilALaterOneHasWritten() {
    write(earlier);
    write(earlier);
    write(later);

    assertThatThrownBy(() -> write(earlier)).isInstanceOf(LockLost.class);

    assertThat(tokensWritten()).containsExactly(1, 1, 2);
  }

  @Test
  void theSameTokenInOtherHandsIsRefused() {
    write(earlier);

    assertThatThrownBy(() -> write(new Hold(lock, earlier.token(), LEASE)))
        .isInstanceOf(LockLost.class);

    write(earlier);
    assertThat(tokensWritten()).containsExactly(1, 1);
  }

  @Test
  void aLaterHolderWaitsForTheWriteThatIsUnderWay() throws Exception {
    var mayCommit = new CountDownLatch(1);
    var admitted = new CountDownLatch(1);
    write(earlier);
    Future<?> slow =
        others.submit(() ->
            transactions.execute(_ -> {
              fence.admit(earlier);
              admitted.countDown();
              try {
                mayCommit.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return null;
            }));
    admitted.await();

    Future<?> next = others.submit(() -> write(later));

    await().until(() -> waitingForALock() == 1);
    assertThat(next.isDone()).isFalse();
    mayCommit.countDown();
    slow.get();
    next.get();
    assertThatThrownBy(() -> write(earlier)).isInstanceOf(LockLost.class);
  }

  @Test
  void guardsNothingOutsideOfATransactionAndSaysSo() {
    assertThatThrownBy(() -> fence.admit(earlier)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHoldThatNobodyConfirmsIsNotHeldForEver() {
    var hold = new Hold(lock, 1, Duration.ofMillis(1));

    await().until(hold::isLost);

    assertThatThrownBy(hold::check).isInstanceOf(LockLost.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private long waitingForALock() {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Long.class)
        .single();
  }
}
