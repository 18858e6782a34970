package dev.orrery.messaging;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the relay of this process; rings that come while it works are one ring. Thread-safe. */
final class RelayBell {
  /** The Postgres channel by which other instances reach the one that relays. */
  static final String CHANNEL = "orrery_outbox";

  private final Semaphore rung = new Semaphore(0);
  private volatile boolean relayIsHere;

  void ring() {
    rung.release();
  }

  /** Whether it was rung since it was hushed, or is within this time. */
  boolean await(Duration atMost) throws InterruptedException {
    return rung.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Forgets what was rung: the caller now looks for itself. */
  void hush() {
    rung.drainPermits();
  }

  boolean relayIsHere() {
    return relayIsHere;
  }

  void relayIsHere(boolean here) {
    relayIsHere = here;
  }
}
