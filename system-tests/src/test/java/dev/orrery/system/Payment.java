package dev.orrery.system;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The money of one order as our payment service tells it. */
record Payment(
    UUID orderId,
    UUID paymentId,
    String state,
    Money amount,
    String reason,
    Instant updatedAt,
    List<Change> history) {

  record Change(String state, Instant at) {}
}
