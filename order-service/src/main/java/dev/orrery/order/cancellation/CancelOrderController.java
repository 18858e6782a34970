package dev.orrery.order.cancellation;

import dev.orrery.order.orders.OrderView;
import dev.orrery.order.orders.OrderViews;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CancelOrderController {
  static final String BY_CUSTOMER = "cancelled_by_customer";

  private final OrderCancellation cancellation;
  private final OrderViews views;

  CancelOrderController(OrderCancellation cancellation, OrderViews views) {
    this.cancellation = cancellation;
    this.views = views;
  }

  /** Why, in a word such as {@code changed_my_mind}. */
  record Cancellation(
      @Nullable
          @Pattern(
              regexp = "[a-z0-9_]{1,60}",
              message = "must be up to 60 small letters, digits and underscores")
          String reason) {}

  @Operation(
      summary = "Cancel an order",
      description =
          "For customers, until the order is SHIPPED: whatever was set aside, sold or charged goes"
              + " back. 202 while it does, 200 once the order is CANCELLED. To cancel again changes"
              + " nothing and is answered with the order as it is, so no Idempotency-Key is needed."
              + " An order that is SHIPPED, REJECTED or ABANDONED is left as it is, and the answer is"
              + " 409 with its state and allowedMoves.")
  @PostMapping("/api/orders/{id}/cancel")
  ResponseEntity<OrderView> cancel(
      @PathVariable UUID id, @Valid @RequestBody(required = false) @Nullable Cancellation body) {
    String reason = body == null ? null : body.reason();
    cancellation.cancel(id, reason == null ? BY_CUSTOMER : reason);
    OrderView order = views.get(id);
    return ResponseEntity.status(order.state().isSettled() ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(order);
  }
}
