package dev.orrery.payment.authorization;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Says that operations may be due; rings that nobody waits for are one ring. Thread-safe. */
@Component
final class DueBell {
  private final Semaphore rung = new Semaphore(0);

  void ring() {
    rung.release();
  }

  void await(Duration atMost) throws InterruptedException {
    if (rung.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      rung.drainPermits();
    }
  }
}
