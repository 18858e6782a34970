package dev.orrery.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.gateway.guard.Bulkhead.Entry;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class BulkheadTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void whoComesToAFullQueueIsRefusedAtOnce() throws Exception {
    Bulkhead bulkhead = new Bulkhead(1, 2);
    assertThat(bulkhead.enter(Duration.ZERO)).isEqualTo(Entry.ENTERED);
    FutureTask<Entry> first = waiting(bulkhead, 1);
    FutureTask<Entry> second = waiting(bulkhead, 2);
    assertThat(bulkhead.enter(LONG)).isEqualTo(Entry.QUEUE_FULL);
    bulkhead.leave();
    assertThat(first.get()).isEqualTo(Entry.ENTERED);
    assertThat(second.isDone()).isFalse();
    bulkhead.leave();
    assertThat(second.get()).isEqualTo(Entry.ENTERED);
    bulkhead.leave();
    assertThat(bulkhead.taken()).isZero();
    assertThat(bulkhead.waiting()).isZero();
  }

  @Test
  void whoWaitsInVainHoldsNothing() throws Exception {
    Bulkhead bulkhead = new Bulkhead(1, 1);
    bulkhead.enter(Duration.ZERO);
    assertThat(bulkhead.enter(Duration.ofMillis(5))).isEqualTo(Entry.WAITED_IN_VAIN);
    bulkhead.leave();
    assertThat(bulkhead.taken()).isZero();
  }

  @Test
  void whoIsInterruptedWhileWaitingHoldsNothing() throws Exception {
    Bulkhead bulkhead = new Bulkhead(1, 1);
    bulkhead.enter(Duration.ZERO);
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                bulkhead.enter(LONG);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    await().until(() -> bulkhead.waiting() == 1);
    waiting.interrupt();
    waiting.join();
    assertThat(bulkhead.waiting()).isZero();
    assertThat(bulkhead.taken()).isEqualTo(1);
  }

  @Test
  void whoWasThereFirstIsNotOvertaken() throws Exception {
    Bulkhead bulkhead = new Bulkhead(1, 1);
    bulkhead.enter(Duration.ZERO);
    FutureTask<Entry> first = waiting(bulkhead, 1);
    assertThat(bulkhead.enter(Duration.ZERO)).isEqualTo(Entry.QUEUE_FULL);
    bulkhead.leave();
    assertThat(first.get()).isEqualTo(Entry.ENTERED);
  }

  @Test
  void itGetsSmallerAtOnceThoughAllPlacesAreTaken() throws Exception {
    Bulkhead bulkhead = new Bulkhead(3, 0);
    for (int call = 0; call < 3; call++) {
      bulkhead.enter(Duration.ZERO);
    }
    bulkhead.resize(1, 0);
    assertThat(bulkhead.taken()).isEqualTo(3);
    bulkhead.leave();
    bulkhead.leave();
    assertThat(bulkhead.enter(Duration.ZERO)).isEqualTo(Entry.QUEUE_FULL);
    bulkhead.leave();
    assertThat(bulkhead.enter(Duration.ZERO)).isEqualTo(Entry.ENTERED);
    bulkhead.resize(2, 0);
    assertThat(bulkhead.enter(Duration.ZERO)).isEqualTo(Entry.ENTERED);
    assertThat(bulkhead.enter(Duration.ZERO)).isEqualTo(Entry.QUEUE_FULL);
  }

  @Test
  void aCallerTakesNoMoreThanItsShareAndIsForgottenAfterwards() {
    CallerShares shares = new CallerShares();
    assertThat(shares.enter("a", 2)).isTrue();
    assertThat(shares.enter("a", 2)).isTrue();
    assertThat(shares.enter("a", 2)).isFalse();
    assertThat(shares.enter("b", 2)).isTrue();
    shares.leave("a");
    assertThat(shares.enter("a", 2)).isTrue();
    shares.leave("a");
    shares.leave("a");
    shares.leave("b");
    assertThat(shares.callers()).isZero();
  }

  private static FutureTask<Entry> waiting(Bulkhead bulkhead, int length) {
    FutureTask<Entry> task = new FutureTask<>(() -> bulkhead.enter(LONG));
    Thread.ofVirtual().start(task);
    await().until(() -> bulkhead.waiting() == length);
    return task;
  }
}
