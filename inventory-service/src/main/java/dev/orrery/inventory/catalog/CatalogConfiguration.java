package dev.orrery.inventory.catalog;

import dev.orrery.cache.CacheDefinition;
import dev.orrery.messaging.Subscription;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

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

  /** Who shows the tag of what is still shown is told so, and sent nothing. */
  @Bean
  FilterRegistrationBean<ShallowEtagHeaderFilter> productTags() {
    var tags = new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
    tags.addUrlPatterns("/api/products/*");
    return tags;
  }
}
