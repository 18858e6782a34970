package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;

/**
 * What can be bought, for how much.
 *
 * @param version grows with every change; 0 where nothing is stored yet
 */
record Product(
    String sku, String name, String description, String category, Money price, long version) {}
