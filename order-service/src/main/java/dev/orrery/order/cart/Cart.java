package dev.orrery.order.cart;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer means to order. Immutable.
 *
 * @param checkout names the order that will be made of it, before there is one
 * @param lines how many of each product, in the order they came in
 * @param lastOrder made of it before
 */
record Cart(
    UUID customerId, UUID checkout, SequencedMap<String, Integer> lines, @Nullable UUID lastOrder) {

  Cart {
    lines = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lines));
  }

  static Cart empty(UUID customerId, UUID checkout) {
    return new Cart(customerId, checkout, new LinkedHashMap<>(), null);
  }

  Cart with(String sku, int quantity) {
    var changed = new LinkedHashMap<>(lines);
    changed.put(sku, quantity);
    return new Cart(customerId, checkout, changed, lastOrder);
  }

  Cart without(String sku) {
    var changed = new LinkedHashMap<>(lines);
    changed.remove(sku);
    return new Cart(customerId, checkout, changed, lastOrder);
  }

  /** After an order was made of it: what has come in since stays, for the next. */
  Cart ordered(UUID order, Map<String, Integer> taken, UUID nextCheckout) {
    var left = new LinkedHashMap<>(lines);
    taken.forEach((sku, quantity) ->
        left.computeIfPresent(sku, (_, held) -> held > quantity ? held - quantity : null));
    return new Cart(customerId, nextCheckout, left, order);
  }
}
