package dev.orrery.coordination;

import java.time.Duration;
import java.util.UUID;

/**
 * One acquisition of a lock. Its loss interrupts the thread that holds it. Thread-safe; a nested
 * acquisition by the same thread is the same hold.
 */
public final class Hold {
  private enum State {
    HELD,
    LOST,
    ENDED
  }

  private final UUID id = UUID.randomUUID();
  private final LockName lock;
  private final long token;
  private final Thread holder = Thread.currentThread();
  private State state = State.HELD;
  private boolean lost;
  private long assumedUntil;

  Hold(LockName lock, long token, Duration term) {
    this.lock = lock;
    this.token = token;
    this.assumedUntil = System.nanoTime() + term.toNanos();
  }

  public LockName lock() {
    return lock;
  }

  UUID id() {
    return id;
  }

  /** Higher than that of every earlier hold, as long as Redis keeps its data. */
  public long token() {
    return token;
  }

  /**
   * Costs nothing and asks nobody: for loops, between two pieces of work. Only the {@link Fence}
   * can vouch for a write.
   *
   * @throws LockLost when the lock is known to be lost, or nobody could say so for too long
   */
  public void check() {
    if (isLost()) {
      throw LockLost.noticed(this);
    }
  }

  synchronized boolean isLost() {
    if (state == State.HELD && System.nanoTime() - assumedUntil >= 0) {
      lose();
    }
    return state == State.LOST;
  }

  /** Redis said so, in answer to a question sent then. */
  synchronized void confirm(long askedAt, Duration term) {
    assumedUntil = Math.max(assumedUntil, askedAt + term.toNanos());
  }

  synchronized void lose() {
    if (state == State.HELD) {
      state = State.LOST;
      holder.interrupt();
    }
  }

  /**
   * From now on it interrupts nobody; an interrupt that was ours is taken back.
   *
   * @return whether the lock was lost before
   */
  synchronized boolean end() {
    if (state != State.ENDED) {
      lost = isLost();
      if (lost) {
        Thread.interrupted();
      }
      state = State.ENDED;
    }
    return lost;
  }
}
