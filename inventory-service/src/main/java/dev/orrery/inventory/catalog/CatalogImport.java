package dev.orrery.inventory.catalog;

import dev.orrery.coordination.Fence;
import dev.orrery.coordination.FencedLocks;
import dev.orrery.coordination.Hold;
import dev.orrery.coordination.LockName;
import dev.orrery.coordination.Outcome;
import dev.orrery.inventory.stock.StockLevels;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Brings the catalogue to what a list says, a batch at a time. Only one import runs over all
 * instances: of two that overlap, products would be left partly as the one and partly as the other
 * says. Done again, an import changes nothing.
 */
@Component
final class CatalogImport {
  static final LockName LOCK = LockName.of("catalogue-import");

  private final FencedLocks locks;
  private final Fence fence;
  private final Products products;
  private final Catalog catalog;
  private final StockLevels stock;
  private final CatalogProperties properties;

  CatalogImport(
      FencedLocks locks,
      Fence fence,
      Products products,
      Catalog catalog,
      StockLevels stock,
      CatalogProperties properties) {
    this.locks = locks;
    this.fence = fence;
    this.products = products;
    this.catalog = catalog;
    this.stock = stock;
    this.properties = properties;
  }

  /**
   * @param wanted each SKU once
   */
  Outcome<Tally> run(List<Product> wanted) {
    return locks.call(LOCK, properties.importPatience(), hold -> write(wanted, hold));
  }

  private Tally write(List<Product> wanted, Hold hold) {
    Tally tally = Tally.NOTHING;
    for (int from = 0; from < wanted.size(); from += properties.importBatch()) {
      hold.check();
      List<Product> batch =
          wanted.subList(from, Math.min(wanted.size(), from + properties.importBatch()));
      List<Product> written = catalog.change(() -> write(hold, batch));
      tally = tally.plus(Tally.of(batch.size(), written));
    }
    return tally;
  }

  private List<Product> write(Hold hold, List<Product> batch) {
    fence.admit(hold);
    List<Product> written = products.put(batch);
    stock.open(batch.stream().map(Product::sku).toList());
    return written;
  }
}
