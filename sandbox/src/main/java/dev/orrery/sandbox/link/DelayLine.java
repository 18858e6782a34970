package dev.orrery.sandbox.link;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is on its way from one end to the other, in order. It holds so much and no more: who sends
 * faster waits, as with a full socket. When something may leave is decided as things are then, so
 * that what waits goes on at once when the link heals. For one sender and one receiver.
 */
final class DelayLine {

  /** What travels. */
  sealed interface Piece {
    int size();
  }

  record Data(byte[] bytes) implements Piece {
    @Override
    public int size() {
      return bytes.length;
    }
  }

  /** The sender ended in peace. */
  record End() implements Piece {
    @Override
    public int size() {
      return 0;
    }
  }

  /** The sender's side is gone. */
  record Reset() implements Piece {
    @Override
    public int size() {
      return 0;
    }
  }

  private record Travelling(Piece piece, long since, double luck) {}

  /** Where it was closed nobody sends or receives any more. */
  static final class Closed extends Exception {
    Closed() {
      super("closed", null, false, false);
    }
  }

  static final int CAPACITY = 256 * 1024;
  private static final int MOST_PIECES = 4096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<Travelling> pieces = new ArrayDeque<>();
  private Way way;
  private long bytes;
  private long lastLeft = System.nanoTime();
  private int lastSize;
  private boolean closed;

  DelayLine(Way way) {
    this.way = way;
  }

  void put(Piece piece) throws Closed, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && (bytes >= CAPACITY || pieces.size() >= MOST_PIECES)) {
        changed.await();
      }
      requireOpen();
      double luck = ThreadLocalRandom.current().nextDouble(-1, 1);
      pieces.add(new Travelling(piece, System.nanoTime(), luck));
      bytes += piece.size();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the next one may arrive. */
  Piece take() throws Closed, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        requireOpen();
        Travelling next = pieces.peek();
        if (next == null || way.stalled()) {
          changed.await();
          continue;
        }
        long nanos = nanosUntilDue(next);
        if (nanos <= 0) {
          return leave(pieces.remove().piece());
        }
        changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private Piece leave(Piece piece) {
    bytes -= piece.size();
    lastLeft = System.nanoTime();
    lastSize = piece.size();
    changed.signalAll();
    return piece;
  }

  private long nanosUntilDue(Travelling next) {
    double millis = way.latencyMillis() + next.luck() * way.jitterMillis();
    long now = System.nanoTime();
    long late = next.since() + (long) (millis * TimeUnit.MILLISECONDS.toNanos(1)) - now;
    return Math.max(late, lastLeft + nanosToSend(lastSize) - now);
  }

  private long nanosToSend(int size) {
    return way.bytesPerSecond() == 0
        ? 0
        : TimeUnit.SECONDS.toNanos(1) * size / way.bytesPerSecond();
  }

  void become(Way now) {
    lock.lock();
    try {
      way = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is under way. */
  void close() {
    lock.lock();
    try {
      closed = true;
      pieces.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() throws Closed {
    if (closed) {
      throw new Closed();
    }
  }
}
