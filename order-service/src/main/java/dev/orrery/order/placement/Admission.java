package dev.orrery.order.placement;

import dev.orrery.messaging.Floodgate;
import dev.orrery.messaging.MessagingProperties;
import dev.orrery.messaging.OutboxBacklog;
import dev.orrery.saga.runtime.Sagas;
import dev.orrery.web.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes no more orders while too many are under way, or too much waits to be sent. What ends them,
 * replies and timers, is never held back. Thread-safe.
 */
@Component
class Admission {
  /** Tells the gateway that it is we who refuse, being well. */
  static final String REFUSED_BY = "Orrery-Refused-By";

  private static final int MESSAGES_OF_AN_ORDER = 2;

  private final Floodgate sagas;
  private final Floodgate outbox;
  private final Duration retryAfter;

  Admission(
      Sagas sagas,
      OutboxBacklog outbox,
      MeterRegistry meters,
      AdmissionProperties properties,
      MessagingProperties messaging) {
    this.sagas = Floodgate.metered("orders.sagas", properties.sagaMarks(), sagas::open, meters);
    this.outbox = Floodgate.metered("orders.outbox", messaging.outboxMarks(), outbox, meters);
    this.retryAfter = properties.retryAfter();
  }

  /**
   * @throws org.springframework.web.ErrorResponseException 503 while no order is taken
   */
  void requireRoom() {
    if (sagas.isClosed() || outbox.isClosed()) {
      var problem =
          Problems.unavailable(
              "Too many orders are under way; none is taken for the moment.", retryAfter);
      problem.getHeaders().set(REFUSED_BY, "admission");
      throw problem;
    }
  }

  /** An order is in the database. */
  void admitted() {
    sagas.letIn(1);
    outbox.letIn(MESSAGES_OF_AN_ORDER);
  }

  @Scheduled(fixedDelayString = "${orrery.messaging.flow-interval:250ms}")
  void look() {
    sagas.look();
    outbox.look();
  }
}
