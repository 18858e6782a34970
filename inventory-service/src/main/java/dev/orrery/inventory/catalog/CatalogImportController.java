package dev.orrery.inventory.catalog;

import dev.orrery.coordination.Outcome;
import dev.orrery.inventory.stock.Sku;
import dev.orrery.web.Problems;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** For operators, on the service's own port; the gateway routes nothing here. */
@RestController
class CatalogImportController {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final CatalogImport imports;

  CatalogImportController(CatalogImport imports) {
    this.imports = imports;
  }

  record Wanted(@NotNull @Size(min = 1, max = 10_000) List<@Valid @NotNull Item> products) {}

  record Item(
      @NotNull @Pattern(regexp = Sku.FORM) String sku,
      @NotBlank @Size(max = 200) String name,
      @NotNull @Size(max = 2_000) String description,
      @NotBlank @Size(max = 100) String category,
      @NotNull @Valid Price price) {

    Product product() {
      return new Product(sku, name, description, category, price.money(), 0);
    }
  }

  /**
   * Adds products and changes those there are; takes none away. New ones have no pieces yet.
   *
   * <p>409 while another import runs. After a 503 the list may be there in part: send it again.
   */
  @PostMapping("/api/catalog/imports")
  Tally bring(@RequestBody @Valid Wanted wanted) {
    List<Product> products = wanted.products().stream().map(Item::product).toList();
    long skus = products.stream().map(Product::sku).distinct().count();
    if (skus < products.size()) {
      throw Problems.badRequest("The list names a SKU more than once.");
    }
    return switch (imports.run(products)) {
      case Outcome.Done<Tally>(var tally) -> tally;
      case Outcome.Busy<Tally>() ->
          throw Problems.conflict("Another import of the catalogue is under way.");
      case Outcome.Unavailable<Tally> _ ->
          throw Problems.unavailable(
              "Nobody can say whether another import is under way.", RETRY_AFTER);
      case Outcome.Lost<Tally> _ ->
          throw Problems.unavailable(
              "The import lost its turn and may be done in part.", RETRY_AFTER);
    };
  }
}
