package dev.orrery.order.orders;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.StockLine;

/** So many pieces of one product at the price of the moment the order was placed. */
public record OrderLine(String sku, String name, int quantity, Money unitPrice, Money total) {

  public OrderLine(String sku, String name, int quantity, Money unitPrice) {
    this(sku, name, quantity, unitPrice, unitPrice.times(quantity));
  }

  public StockLine stock() {
    return new StockLine(sku, quantity);
  }
}
