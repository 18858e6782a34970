package dev.orrery.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

public sealed interface StockReply extends Reply {

  record StockReserved(UUID orderId, Instant expiresAt) implements StockReply {}

  /** Nothing was reserved. {@code skus} are the products that were short or unknown. */
  record StockRejected(UUID orderId, String reason, List<String> skus) implements StockReply {}

  record ReservationCommitted(UUID orderId) implements StockReply {}

  /**
   * The reservation had expired and its pieces are no longer there, or there never was one. The
   * command may be sent again.
   */
  record CommitRefused(UUID orderId, String reason) implements StockReply {}

  record StockReleased(UUID orderId) implements StockReply {}

  record StockReturned(UUID orderId) implements StockReply {}

  /** Nothing is sold, or not yet. The command may be sent again. */
  record ReturnRefused(UUID orderId, String reason) implements StockReply {}
}
