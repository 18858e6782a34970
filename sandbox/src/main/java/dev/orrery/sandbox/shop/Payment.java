package dev.orrery.sandbox.shop;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The money of one order as our payment service tells it. */
public record Payment(
    UUID orderId,
    UUID paymentId,
    String state,
    @Nullable Money amount,
    @Nullable String reason,
    Instant updatedAt,
    List<Change> history) {

  public record Change(String state, Instant at) {}
}
