package dev.orrery.saga.runtime;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** Looks for sagas whose time has come. Every instance does; each saga is claimed by one. */
class SagaTimers {
  private static final Logger log = LoggerFactory.getLogger(SagaTimers.class);
  private static final Duration REST = Duration.ofMinutes(1);

  private final DurableSagas sagas;
  private final int batchSize;

  SagaTimers(DurableSagas sagas, int batchSize) {
    this.sagas = sagas;
    this.batchSize = batchSize;
  }

  @Scheduled(fixedDelayString = "${orrery.saga.timer-interval:500ms}")
  void run() {
    int handled;
    do {
      handled = handleTogether();
    } while (handled == batchSize);
  }

  private int handleTogether() {
    try {
      return sagas.tick(batchSize);
    } catch (RuntimeException e) {
      log.warn("Due sagas are moved one by one, because together they could not be: {}", "" + e);
      return handleEachAlone();
    }
  }

  private int handleEachAlone() {
    List<UUID> due = sagas.due(batchSize);
    for (UUID id : due) {
      try {
        sagas.tickAlone(id);
      } catch (RuntimeException e) {
        log.error("The saga {} cannot be moved and is left alone for {}", id, REST, e);
        sagas.postpone(id, REST);
      }
    }
    return due.size();
  }
}
