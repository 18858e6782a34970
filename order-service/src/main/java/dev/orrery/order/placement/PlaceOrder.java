package dev.orrery.order.placement;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply.StockRejected;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the saga remembers of an order. */
record PlaceOrder(
    UUID orderId,
    UUID customerId,
    List<StockLine> lines,
    Money total,
    String paymentMethod,
    @Nullable String failure) {

  PlaceOrder outOfStock(StockRejected rejected) {
    return failed(rejected.reason());
  }

  PlaceOrder declined(PaymentDeclined declined) {
    return failed(declined.reason());
  }

  PlaceOrder notCaptured(CaptureRefused refused) {
    return failed(refused.reason());
  }

  PlaceOrder cancelled() {
    return failed("cancelled");
  }

  PlaceOrder timedOut() {
    return failed("timed_out");
  }

  /** Why the order is rejected. */
  String reason() {
    return failure == null ? "failed" : failure;
  }

  private PlaceOrder failed(String reason) {
    return new PlaceOrder(orderId, customerId, lines, total, paymentMethod, reason);
  }
}
