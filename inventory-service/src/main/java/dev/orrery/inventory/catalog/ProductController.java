package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;
import dev.orrery.inventory.stock.Sku;
import dev.orrery.inventory.stock.StockLevels;
import dev.orrery.web.Problems;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/products")
class ProductController {
  private static final String NOT_A_SKU =
      "must be a SKU: up to 64 letters, digits, dots, dashes and underscores";

  private final Catalog catalog;
  private final StockLevels stock;
  private final CacheControl caching;

  ProductController(Catalog catalog, StockLevels stock, CatalogProperties properties) {
    this.catalog = catalog;
    this.stock = stock;
    this.caching = properties.caching();
  }

  /** A product, and how many pieces could be ordered when it was looked at. */
  record ProductView(
      String sku, String name, String description, String category, Money price, long available) {}

  /** {@code next} is what to ask for after, and null on the last page. */
  record Page(List<ProductView> products, @Nullable String next) {}

  /**
   * All products in the order of their SKUs, a page at a time; or those named by {@code sku}, as
   * many as there are of them.
   */
  @GetMapping
  ResponseEntity<Page> list(
      @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
      @RequestParam(required = false) @Pattern(regexp = Sku.FORM, message = NOT_A_SKU)
          @Nullable String after,
      @RequestParam(required = false) @Size(min = 1, max = 100)
          @Nullable List<@Pattern(regexp = Sku.FORM, message = NOT_A_SKU) String> sku) {
    return shown(
        sku == null
            ? page(after == null ? "" : after, limit)
            : new Page(views(catalog.of(sku)), null));
  }

  private Page page(String after, int limit) {
    // One more than asked for tells whether there is a next page.
    List<Product> found = catalog.after(after, limit + 1);
    if (found.size() <= limit) {
      return new Page(views(found), null);
    }
    List<Product> page = found.subList(0, limit);
    return new Page(views(page), page.getLast().sku());
  }

  @GetMapping("/{sku}")
  ResponseEntity<ProductView> product(@PathVariable String sku) {
    return Optional.of(sku)
        .filter(Sku::isWellFormed)
        .flatMap(catalog::find)
        .map(product -> shown(views(List.of(product)).getFirst()))
        .orElseThrow(() -> Problems.notFound("There is no product " + sku + "."));
  }

  private <T> ResponseEntity<T> shown(T body) {
    return ResponseEntity.ok().cacheControl(caching).body(body);
  }

  private List<ProductView> views(List<Product> found) {
    Map<String, Long> available = stock.available(found.stream().map(Product::sku).toList());
    return found.stream()
        .map(product -> view(product, available.getOrDefault(product.sku(), 0L)))
        .toList();
  }

  private static ProductView view(Product product, long available) {
    return new ProductView(
        product.sku(),
        product.name(),
        product.description(),
        product.category(),
        product.price(),
        available);
  }
}
