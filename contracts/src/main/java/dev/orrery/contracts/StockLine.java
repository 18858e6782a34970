package dev.orrery.contracts;

/** So many pieces of one product; the quantity is at least 1. */
public record StockLine(String sku, int quantity) {}
