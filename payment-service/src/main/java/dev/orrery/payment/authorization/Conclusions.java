package dev.orrery.payment.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Group commit for outcomes: those that arrive while a transaction is under way share the next one.
 * The first thread to get the lock works for all that wait for it, so that nobody waits for company
 * either. Thread-safe.
 */
@Component
final class Conclusions {
  private static final int MOST_TOGETHER = 100;

  private final Payments payments;
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  private record Pending(Outcome outcome, CompletableFuture<Void> done) {}

  Conclusions(Payments payments) {
    this.payments = payments;
  }

  /** Returns when the outcome is in the database, and throws what kept it from getting there. */
  void conclude(Outcome outcome) {
    Pending mine = new Pending(outcome, new CompletableFuture<>());
    queue.add(mine);
    turn.lock();
    try {
      while (!mine.done.isDone()) {
        concludeTogether();
      }
    } finally {
      turn.unlock();
    }
    mine.done.join();
  }

  private void concludeTogether() {
    List<Pending> together = new ArrayList<>();
    while (together.size() < MOST_TOGETHER && queue.peek() != null) {
      together.add(queue.remove());
    }
    try {
      payments.conclude(together.stream().map(Pending::outcome).toList());
      together.forEach(pending -> pending.done.complete(null));
    } catch (RuntimeException e) {
      if (together.size() > 1) {
        together.forEach(this::concludeAlone);
      } else {
        mustNotWaitOn(together, e);
      }
    } finally {
      mustNotWaitOn(together, new IllegalStateException("the transaction was given up"));
    }
  }

  /** What is wrong with one of them is not to keep the others. */
  private void concludeAlone(Pending pending) {
    try {
      payments.conclude(List.of(pending.outcome));
      pending.done.complete(null);
    } catch (RuntimeException e) {
      pending.done.completeExceptionally(e);
    }
  }

  private static void mustNotWaitOn(List<Pending> together, RuntimeException failure) {
    together.forEach(pending -> pending.done.completeExceptionally(failure));
  }
}
