package dev.orrery.inventory.catalog;

import dev.orrery.contracts.Money;

record Product(String sku, String name, String description, String category, Money price) {}
