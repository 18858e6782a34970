package dev.orrery.order.cart;

import dev.orrery.order.orders.OrderView;
import dev.orrery.order.orders.OrderViews;
import dev.orrery.order.placement.OrderRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/carts/{id}")
class CartController {
  private final Carts carts;
  private final OrderViews orders;

  CartController(Carts carts, OrderViews orders) {
    this.carts = carts;
    this.orders = orders;
  }

  record View(UUID id, UUID customerId, List<Line> lines, @Nullable UUID lastOrder) {

    static View of(UUID id, Cart cart) {
      return new View(
          id,
          cart.customerId(),
          cart.lines().entrySet().stream()
              .map(line -> new Line(line.getKey(), line.getValue()))
              .toList(),
          cart.lastOrder());
    }
  }

  record Line(String sku, int quantity) {}

  record Quantity(@NotNull @Min(1) @Max(OrderRequest.MOST_OF_ONE) Integer quantity) {}

  record Checkout(
      @NotNull @Pattern(regexp = OrderRequest.TOKEN, message = OrderRequest.TOKEN_MESSAGE)
          String paymentMethod) {}

  @GetMapping
  View cart(@PathVariable UUID id, @RequestParam UUID customerId) {
    return View.of(id, carts.get(id, customerId));
  }

  @Operation(
      summary = "Put a product into a cart, or change how many of it",
      description =
          "The id of a cart is any UUID its customer chooses; the cart is made with its first"
              + " product. The quantity is set, not added: the request may be sent again.")
  @PutMapping("/items/{sku}")
  View put(
      @PathVariable UUID id,
      @PathVariable @Pattern(regexp = OrderRequest.SKU, message = OrderRequest.SKU_MESSAGE)
          String sku,
      @RequestParam UUID customerId,
      @Valid @RequestBody Quantity body) {
    return View.of(id, carts.put(id, customerId, sku, body.quantity()));
  }

  @DeleteMapping("/items/{sku}")
  View remove(@PathVariable UUID id, @PathVariable String sku, @RequestParam UUID customerId) {
    return View.of(id, carts.remove(id, customerId, sku));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void throwAway(@PathVariable UUID id, @RequestParam UUID customerId) {
    carts.throwAway(id, customerId);
  }

  @Operation(
      summary = "Make an order of a cart",
      description =
          "Needs no key: until something new is put in, a cart makes one order, however often this"
              + " is sent. The answer is 202 with the order, and the cart is empty.")
  @PostMapping("/checkout")
  ResponseEntity<OrderView> checkOut(
      @PathVariable UUID id, @RequestParam UUID customerId, @Valid @RequestBody Checkout body) {
    UUID order = carts.checkOut(id, customerId, body.paymentMethod());
    return ResponseEntity.accepted()
        .location(URI.create("/api/orders/" + order))
        .body(orders.get(order));
  }
}
