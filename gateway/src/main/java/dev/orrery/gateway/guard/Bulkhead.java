package dev.orrery.gateway.guard;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places, and a queue of bounded length before them, first come first served. Thread-safe.
 *
 * <p>Resilience4j's waits with no bound to how many wait, for a time that a call cannot shorten,
 * and when it is made smaller it blocks until enough places are free, which under overload is
 * never.
 */
final class Bulkhead {

  enum Entry {
    ENTERED,
    QUEUE_FULL,
    WAITED_IN_VAIN
  }

  private final Places places;
  private final AtomicInteger waiting = new AtomicInteger();
  private int size;
  private volatile int queue;

  Bulkhead(int size, int queue) {
    this.places = new Places(size);
    this.size = size;
    this.queue = queue;
  }

  /** {@code ENTERED} is to be followed by one {@link #leave}, anything else by none. */
  Entry enter(Duration wait) throws InterruptedException {
    // Not tryAcquire(): that would overtake those who wait.
    if (places.tryAcquire(0, TimeUnit.NANOSECONDS)) {
      return Entry.ENTERED;
    }
    int length = queue;
    if (waiting.getAndUpdate(n -> n < length ? n + 1 : n) >= length) {
      return Entry.QUEUE_FULL;
    }
    try {
      return places.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)
          ? Entry.ENTERED
          : Entry.WAITED_IN_VAIN;
    } finally {
      waiting.decrementAndGet();
    }
  }

  void leave() {
    places.release();
  }

  /** Where it gets smaller, places that are taken go as they are left. */
  synchronized void resize(int newSize, int newQueue) {
    if (newSize > size) {
      places.release(newSize - size);
    } else {
      places.takeAway(size - newSize);
    }
    size = newSize;
    queue = newQueue;
  }

  synchronized int size() {
    return size;
  }

  synchronized int taken() {
    return size - places.availablePermits();
  }

  int waiting() {
    return waiting.get();
  }

  private static final class Places extends Semaphore {

    Places(int size) {
      super(size, true);
    }

    void takeAway(int permits) {
      reducePermits(permits);
    }
  }
}
