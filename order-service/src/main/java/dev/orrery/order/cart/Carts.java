package dev.orrery.order.cart;

import dev.orrery.messaging.Ids;
import dev.orrery.order.orders.OrderLine;
import dev.orrery.order.orders.Orders;
import dev.orrery.order.placement.OrderPlacement;
import dev.orrery.order.placement.OrderRequest;
import dev.orrery.order.pricing.Prices;
import dev.orrery.web.Problems;
import dev.orrery.web.idempotency.IdempotentRequest;
import dev.orrery.writebehind.WriteBehind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * The carts, written behind. A cart is its customer's; to others it is not there. Whatever changes
 * one may be sent again. Thread-safe.
 */
@Component
class Carts {
  private static final int MOST_PRODUCTS = OrderRequest.MOST_LINES;

  private final WriteBehind<Cart> carts;
  private final Prices prices;
  private final OrderPlacement placement;
  private final Orders orders;

  Carts(WriteBehind<Cart> carts, Prices prices, OrderPlacement placement, Orders orders) {
    this.carts = carts;
    this.prices = prices;
    this.placement = placement;
    this.orders = orders;
  }

  /**
   * @throws ErrorResponseException 404 where there is no such cart of the customer's
   */
  Cart get(UUID id, UUID customer) {
    return seen(id, carts.get(id.toString()), customer);
  }

  /**
   * Sets how many of a product are in a cart, which is made with the first.
   *
   * @throws ErrorResponseException 422 for an unknown product, or one too many
   */
  Cart put(UUID id, UUID customer, String sku, int quantity) {
    if (!prices.quote(Set.of(sku)).containsKey(sku)) {
      throw Problems.unprocessable("There is no product " + sku + ".");
    }
    return carts
        .update(
            id.toString(),
            held -> {
              Cart cart =
                  held.isEmpty() ? Cart.empty(customer, Ids.next()) : seen(id, held, customer);
              if (!cart.lines().containsKey(sku) && cart.lines().size() >= MOST_PRODUCTS) {
                throw Problems.unprocessable(
                    "A cart holds %d products at most.".formatted(MOST_PRODUCTS));
              }
              return Optional.of(cart.with(sku, quantity));
            })
        .orElseThrow();
  }

  Cart remove(UUID id, UUID customer, String sku) {
    return carts
        .update(id.toString(), held -> Optional.of(seen(id, held, customer).without(sku)))
        .orElseThrow();
  }

  void throwAway(UUID id, UUID customer) {
    carts.update(
        id.toString(),
        held -> {
          held.ifPresent(_ -> seen(id, held, customer));
          return Optional.empty();
        });
  }

  /**
   * Makes an order of a cart, and empties it. However often and wherever at once this is done, one
   * order is made of a cart until something new is put in: its key is the cart's next checkout,
   * which changes only after the order is there.
   *
   * @throws ErrorResponseException 409 for an empty cart; else as for an order that is placed
   */
  UUID checkOut(UUID id, UUID customer, String paymentMethod) {
    Cart cart = get(id, customer);
    if (cart.lines().isEmpty()) {
      return Optional.ofNullable(cart.lastOrder())
          .orElseThrow(() -> Problems.conflict("There is nothing in the cart."));
    }
    UUID order = placement.place(key(cart), request(cart, paymentMethod));
    Map<String, Integer> taken =
        orders.get(order).lines().stream()
            .collect(Collectors.toMap(OrderLine::sku, OrderLine::quantity));
    UUID next = Ids.next();
    carts.update(
        id.toString(),
        held ->
            held.map(now ->
                now.checkout().equals(cart.checkout()) ? now.ordered(order, taken, next) : now));
    return order;
  }

  /** Of the checkout alone: what is in the cart may have changed since the order was made. */
  private static IdempotentRequest key(Cart cart) {
    String key = "cart." + cart.checkout();
    return IdempotentRequest.of(cart.customerId().toString(), key, key);
  }

  private static OrderRequest request(Cart cart, String paymentMethod) {
    List<OrderRequest.Line> lines =
        cart.lines().entrySet().stream()
            .map(line -> new OrderRequest.Line(line.getKey(), line.getValue()))
            .toList();
    return new OrderRequest(cart.customerId(), lines, paymentMethod);
  }

  private static Cart seen(UUID id, Optional<Cart> held, UUID customer) {
    return held.filter(cart -> cart.customerId().equals(customer))
        .orElseThrow(() -> Problems.notFound("There is no cart " + id + "."));
  }
}
