package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;
import dev.orrery.inventory.stock.Sku;
import dev.orrery.inventory.stock.StockLevels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/products")
class ProductController {
  private static final int MOST_PRODUCTS = 100;

  private final Products products;
  private final StockLevels stock;

  ProductController(Products products, StockLevels stock) {
    this.products = products;
    this.stock = stock;
  }

  /** A product, and how many pieces could be ordered when it was looked at. */
  record ProductView(
      String sku, String name, String description, String category, Money price, long available) {}

  /** {@code next} is what to ask for after, and absent on the last page. */
  record Page(List<ProductView> products, @Nullable String next) {}

  /** All products, by SKU, a page at a time. */
  @GetMapping
  Page page(
      @RequestParam(defaultValue = "20") int limit, @RequestParam(required = false) String after) {
    if (limit < 1 || limit > MOST_PRODUCTS) {
      throw badRequest("limit is 1 to %d, not %d.".formatted(MOST_PRODUCTS, limit));
    }
    // One more than asked for tells whether there is a next page.
    List<Product> found = products.after(after == null ? "" : sku("after", after), limit + 1);
    if (found.size() <= limit) {
      return new Page(views(found), null);
    }
    List<Product> page = found.subList(0, limit);
    return new Page(views(page), page.getLast().sku());
  }

  /** The products named; a SKU that names none is not in the answer. */
  @GetMapping(params = "sku")
  Page named(@RequestParam("sku") List<String> skus) {
    if (skus.isEmpty() || skus.size() > MOST_PRODUCTS) {
      throw badRequest("1 to %d SKUs may be named, not %d.".formatted(MOST_PRODUCTS, skus.size()));
    }
    skus.forEach(sku -> sku("sku", sku));
    return new Page(views(products.of(skus)), null);
  }

  @GetMapping("/{sku}")
  ProductView product(@PathVariable String sku) {
    return Optional.of(sku)
        .filter(Sku::isWellFormed)
        .flatMap(products::find)
        .map(product -> views(List.of(product)).getFirst())
        .orElseThrow(() ->
            new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no product " + sku + "."));
  }

  private List<ProductView> views(List<Product> found) {
    Map<String, Long> available = stock.available(found.stream().map(Product::sku).toList());
    return found.stream()
        .map(product ->
            new ProductView(
                product.sku(),
                product.name(),
                product.description(),
                product.category(),
                product.price(),
                available.getOrDefault(product.sku(), 0L)))
        .toList();
  }

  private static String sku(String parameter, String text) {
    if (!Sku.isWellFormed(text)) {
      throw badRequest(
          "%s is a SKU: up to 64 letters, digits, dots, dashes and underscores."
              .formatted(parameter));
    }
    return text;
  }

  private static ResponseStatusException badRequest(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
