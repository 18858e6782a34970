package dev.orrery.payment.authorization;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Gives money back that was held for orders that never said more. Any number of instances may sweep
 * at once: each takes what no other holds.
 */
@Component
final class AuthorizationSweeper {
  private final Payments payments;
  private final AuthorizationProperties properties;
  private final Counter expired;

  AuthorizationSweeper(
      Payments payments, AuthorizationProperties properties, MeterRegistry meters) {
    this.payments = payments;
    this.properties = properties;
    this.expired =
        Counter.builder("orrery.payment.authorizations.expired")
            .description("authorizations that nobody captured or voided in time")
            .register(meters);
  }

  void sweep() {
    int some;
    do {
      some = payments.expire(properties.authorizationTtl(), properties.sweepBatch());
      expired.increment(some);
    } while (some == properties.sweepBatch());
  }
}
