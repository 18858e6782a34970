package dev.orrery.saga.runtime;

import org.springframework.scheduling.annotation.Scheduled;

/** Looks for sagas whose time has come. Every instance does; each saga is claimed by one. */
class SagaTimers {
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
      handled = sagas.tick(batchSize);
    } while (handled == batchSize);
  }
}
