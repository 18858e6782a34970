package dev.orrery.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Works through queued letters at a bounded rate, and forgets old ones. */
class RedriveQueue {
  private static final Logger log = LoggerFactory.getLogger(RedriveQueue.class);

  private final Redrives redrives;
  private final DeadLetterStore store;
  private final DeadLetterProperties properties;
  private final Counter expired;
  private final Lock running = new ReentrantLock();

  RedriveQueue(
      Redrives redrives,
      DeadLetterStore store,
      DeadLetterProperties properties,
      MeterRegistry meters) {
    this.redrives = redrives;
    this.store = store;
    this.properties = properties;
    this.expired = meters.counter("orrery.dead.letters.expired");
  }

  /** At a rate, and so on a thread of its own: a slow handler holds up no other timer. */
  @Scheduled(fixedRateString = "PT1S")
  void redrive() {
    if (!running.tryLock()) {
      return;
    }
    try {
      int left = properties.redrivesPerSecond();
      while (left > 0 && redrives.redriveNext().isPresent()) {
        left--;
      }
    } catch (RuntimeException e) {
      if (!Outage.is(e)) {
        throw e;
      }
      log.warn("Redriving waits for an outage to pass: {}", e.toString());
    } finally {
      running.unlock();
    }
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  void forgetOld() {
    long lost = store.forget(properties.retention(), properties.limit());
    if (lost > 0) {
      expired.increment(lost);
      log.warn("{} dead letters were forgotten before anybody decided on them", lost);
    }
  }
}
