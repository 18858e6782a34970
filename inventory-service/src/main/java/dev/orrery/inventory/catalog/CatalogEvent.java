package dev.orrery.inventory.catalog;

/** What the instances of this service tell each other for sure; nobody else listens. */
sealed interface CatalogEvent {
  String TOPIC = "inventory.catalog";

  /** There is this version of it now. */
  record ProductChanged(String sku, long version) implements CatalogEvent {}
}
