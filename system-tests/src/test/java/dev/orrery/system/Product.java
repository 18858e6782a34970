package dev.orrery.system;

import java.util.List;

record Product(
    String sku, String name, String description, String category, Money price, long available) {

  record Page(List<Product> products, String next) {}

  /** Where every piece of it is. */
  record Stock(String sku, long available, long reserved, long sold, long seeded) {}
}
