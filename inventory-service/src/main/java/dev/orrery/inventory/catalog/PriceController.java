package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;
import dev.orrery.inventory.stock.Sku;
import dev.orrery.web.Problems;
import jakarta.validation.Valid;
import java.util.Optional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** For operators, on the service's own port; the gateway lets only reads of products through. */
@RestController
class PriceController {
  private final Catalog catalog;

  PriceController(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @param version grows with every change of the product
   */
  record PriceView(String sku, Money price, long version) {}

  /** Orders placed before keep the price they were quoted. */
  @PutMapping("/api/products/{sku}/price")
  PriceView change(@PathVariable String sku, @RequestBody @Valid Price price) {
    return Optional.of(sku)
        .filter(Sku::isWellFormed)
        .flatMap(known -> catalog.reprice(known, price.money()))
        .map(product -> new PriceView(product.sku(), product.price(), product.version()))
        .orElseThrow(() -> Problems.notFound("There is no product " + sku + "."));
  }
}
