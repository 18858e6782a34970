package dev.orrery.gateway.balance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who was left out, in metrics and in the log. Thread-safe. */
final class BalanceEvents {

  private static final Logger log = LoggerFactory.getLogger(BalanceEvents.class);

  private final String service;
  private final Counter ejections;
  private final Counter drains;

  BalanceEvents(String service, MeterRegistry meters) {
    this.service = service;
    ejections = meters.counter("orrery.balance.ejections", "service", service);
    drains = meters.counter("orrery.balance.drains", "service", service);
  }

  void ejected(String instance) {
    ejections.increment();
    log.warn("{} of {} has failed again and again and is left out for a while", instance, service);
  }

  void drains(String instance) {
    drains.increment();
    log.info("{} of {} is about to stop and gets nothing new", instance, service);
  }
}
