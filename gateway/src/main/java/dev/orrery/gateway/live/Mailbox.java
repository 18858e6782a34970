package dev.orrery.gateway.live;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits to be written to the reader of a stream, within bounds. Thread-safe. */
final class Mailbox {

  /** What is next for the reader. */
  sealed interface Next {
    record Write(Event event) implements Next {}

    /** Nothing has come for so long. */
    record Quiet() implements Next {}

    /**
     * @param broke null where the stream ended as it should
     */
    record End(@Nullable IOException broke) implements Next {}
  }

  private static final int ALL = 16;

  private final boolean latestOnly;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Event> waiting = new ArrayDeque<>();
  private Next.@Nullable End end;
  private boolean closed;

  /**
   * @param latestOnly whether a later event takes the place of one that still waits; otherwise who
   *     brings it waits, and by that the upstream
   */
  Mailbox(boolean latestOnly) {
    this.latestOnly = latestOnly;
  }

  /** Returns how many events will now never be written. */
  int put(Event event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (latestOnly && !waiting.isEmpty()) {
        // A sign of life says nothing to who has not yet read what is new.
        if (!event.says()) {
          return 0;
        }
        int dropped = (int) waiting.stream().filter(Event::says).count();
        waiting.clear();
        waiting.add(event);
        return dropped;
      }
      while (waiting.size() >= ALL && !closed) {
        changed.await();
      }
      waiting.add(event);
      changed.signalAll();
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more comes; what waits is still written. */
  void end(@Nullable IOException broke) {
    lock.lock();
    try {
      end = new Next.End(broke);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Next take(Duration idle) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = idle.toNanos();
      while (waiting.isEmpty() && end == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      Event next = waiting.poll();
      changed.signalAll();
      if (next != null) {
        return new Next.Write(next);
      }
      return end == null ? new Next.Quiet() : end;
    } finally {
      lock.unlock();
    }
  }

  /** The reader is gone; nobody need wait for it. */
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
