package dev.orrery.order.orders;

import dev.orrery.contracts.Money;
import dev.orrery.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/orders")
class OrderController {
  private static final int LONGEST_PAGE = 100;

  private final Orders orders;
  private final OrderViews views;

  OrderController(Orders orders, OrderViews views) {
    this.orders = orders;
    this.views = views;
  }

  record Summary(
      UUID id,
      UUID customerId,
      OrderState state,
      @Nullable String reason,
      Money total,
      Instant placedAt,
      Instant updatedAt) {
    static Summary of(Order order) {
      return new Summary(
          order.id(),
          order.customerId(),
          order.state(),
          order.reason(),
          order.total(),
          order.placedAt(),
          order.updatedAt());
    }
  }

  record History(UUID orderId, OrderState state, List<Move> allowedMoves, List<Past> history) {}

  /** {@code next} is what to ask for after, and absent on the last page. */
  record Page(List<Summary> orders, @Nullable UUID next) {}

  /** An order with its history and the steps of its saga. */
  @GetMapping("/{id}")
  OrderView order(@PathVariable UUID id) {
    return views.get(id);
  }

  /** What has become of an order so far, and what may be done with it now. */
  @GetMapping("/{id}/history")
  History history(@PathVariable UUID id) {
    List<Past> past = orders.history(id);
    if (past.isEmpty()) {
      throw Problems.notFound("There is no order " + id + ".");
    }
    OrderState state = past.getLast().state();
    return new History(id, state, Lifecycle.allowed(state), past);
  }

  @Operation(
      summary = "Ship a confirmed order",
      description =
          "For operators: the order has been handed to the carrier. An order that is not CONFIRMED"
              + " is left as it is, and the answer is 409 with its state and allowedMoves. Sent"
              + " again after an answer was lost, 409 with the state SHIPPED says that it is done.")
  @PostMapping("/{id}/ship")
  OrderView ship(@PathVariable UUID id) {
    orders.ship(id);
    return views.get(id);
  }

  /** Orders, newest first, a page at a time. */
  @GetMapping
  Page page(
      @RequestParam(required = false) @Nullable UUID customerId,
      @RequestParam(required = false) @Nullable OrderState state,
      @RequestParam(required = false) @Nullable UUID after,
      @RequestParam(defaultValue = "20") int limit) {
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw Problems.badRequest("limit is 1 to %d, not %d.".formatted(LONGEST_PAGE, limit));
    }
    // One more than asked for tells whether there is a next page.
    List<Order> found = orders.page(customerId, state, after, limit + 1);
    List<Summary> page = found.stream().limit(limit).map(Summary::of).toList();
    return new Page(page, found.size() > limit ? page.getLast().id() : null);
  }
}
