package dev.orrery.order.pricing;

import dev.orrery.contracts.Money;

/** What one piece of a product costs now. */
public record Quote(String sku, String name, Money price) {}
