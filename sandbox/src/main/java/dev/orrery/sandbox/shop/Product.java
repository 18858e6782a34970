package dev.orrery.sandbox.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;

public record Product(
    String sku, String name, String description, String category, Money price, long available) {

  public record Page(List<Product> products, @Nullable String next) {}

  /** Where every piece of it is. */
  public record Stock(String sku, long available, long reserved, long sold, long seeded) {}
}
