package dev.orrery.inventory.catalog;

import dev.orrery.cache.CacheDefinition;
import dev.orrery.cache.Caches;
import dev.orrery.cache.TwoLevelCache;
import dev.orrery.contracts.Money;
import dev.orrery.inventory.catalog.CatalogEvent.ProductChanged;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The catalogue as it is shown. Single products come from the cache; what is changed here is seen
 * in every instance within milliseconds, and by nobody undone.
 *
 * <p>A change is told twice: by the cache, at once, and by a message that is part of its
 * transaction, for the case that this instance dies in between or Redis is away.
 */
@Component
class Catalog {
  private final Products products;
  private final TwoLevelCache<Product> cache;
  private final Outbox outbox;
  private final TransactionTemplate transaction;

  Catalog(
      Products products,
      Caches caches,
      CacheDefinition<Product> definition,
      Outbox outbox,
      PlatformTransactionManager transactions) {
    this.products = products;
    this.cache = caches.of(definition);
    this.outbox = outbox;
    this.transaction = new TransactionTemplate(transactions);
  }

  Optional<Product> find(String sku) {
    return cache.get(sku, products::find);
  }

  /** Those there are of them, in the order of their SKUs. */
  List<Product> of(Collection<String> skus) {
    return skus.stream().distinct().sorted().flatMap(sku -> find(sku).stream()).toList();
  }

  List<Product> after(String sku, int limit) {
    return products.after(sku, limit);
  }

  /** The product at its new price; none where there is no such product. */
  Optional<Product> reprice(String sku, Money price) {
    return change(() -> products.reprice(sku, price).stream().toList()).stream().findFirst();
  }

  /**
   * Changes products in a transaction of its own and shows them once that is committed.
   *
   * @param writing returns what it wrote
   */
  List<Product> change(Supplier<List<Product>> writing) {
    List<Product> changed =
        Objects.requireNonNull(
            transaction.execute(_ -> {
              List<Product> written = writing.get();
              outbox.append(written.stream().map(Catalog::changed).toList());
              return written;
            }));
    changed.forEach(product -> cache.put(product.sku(), product));
    return changed;
  }

  private static Outbound changed(Product product) {
    return Outbound.event(
        CatalogEvent.TOPIC,
        product.sku(),
        Ids.next(),
        new ProductChanged(product.sku(), product.version()));
  }

  void heard(CatalogEvent event) {
    switch (event) {
      case ProductChanged(var sku, var version) -> cache.outdated(sku, version);
    }
  }
}
