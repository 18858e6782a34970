package dev.orrery.order.placement;

import dev.orrery.order.live.OrderFeed;
import dev.orrery.order.orders.OrderView;
import dev.orrery.order.orders.OrderViews;
import dev.orrery.order.orders.Orders;
import dev.orrery.web.idempotency.IdempotentRequest;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
class PlaceOrderController {
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(1);

  private final OrderPlacement placement;
  private final OrderFeed feed;
  private final Orders orders;
  private final OrderViews views;
  private final PlacementProperties properties;
  private final JsonMapper json;

  PlaceOrderController(
      OrderPlacement placement,
      OrderFeed feed,
      Orders orders,
      OrderViews views,
      PlacementProperties properties,
      JsonMapper json) {
    this.placement = placement;
    this.feed = feed;
    this.orders = orders;
    this.views = views;
    this.properties = properties;
    this.json = json;
  }

  /**
   * Places an order: 202 while its saga runs; with {@code Prefer: wait=N}, 201 with the order as it
   * ended, if it ended in time. The same key and body give the same order again.
   */
  @PostMapping("/api/orders")
  ResponseEntity<OrderView> place(
      @RequestHeader("Idempotency-Key") String key,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      @Valid @RequestBody OrderRequest request)
      throws InterruptedException {
    Preference preference = Preference.of(prefer, properties.longestWait());
    var idempotent =
        IdempotentRequest.of(
            request.customerId().toString(), key, json.writeValueAsString(request));
    UUID id = placement.place(idempotent, request);
    if (!preference.patience().isZero()) {
      awaitEnd(id, preference.patience());
    }
    OrderView order = views.get(id);
    var response =
        ResponseEntity.status(order.state().isSettled() ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
            .location(URI.create("/api/orders/" + id));
    if (!preference.patience().isZero()) {
      response.header("Preference-Applied", preference.applied());
    }
    return response.body(order);
  }

  private void awaitEnd(UUID id, Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    try (var watch = feed.watch(id)) {
      long left = wait.toNanos();
      while (left > 0 && !orders.state(id).isSettled()) {
        // Looks by itself too: an event may have gone by before this instance listened.
        watch.await(Duration.ofNanos(Math.min(left, LOOK_AT_LEAST_EVERY.toNanos())));
        left = end - System.nanoTime();
      }
    }
  }
}
