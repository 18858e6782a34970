package dev.orrery.inventory.catalog;

import dev.orrery.cache.CacheDefinition;
import dev.orrery.messaging.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

  @Bean
  CacheDefinition<Product> productCache(Products products) {
    return new CacheDefinition<>("products", Product.class, Product::version)
        .knowing(products::skus);
  }

  @Bean
  Subscription<CatalogEvent> catalogEvents(Catalog catalog) {
    return Subscription.broadcast(
        CatalogEvent.TOPIC,
        "inventory-service-catalog",
        CatalogEvent.class,
        batch -> batch.forEach(message -> catalog.heard(message.payload())));
  }
}
