package dev.orrery.sandbox.shop;

/**
 * @param amount minor units
 */
public record Money(long amount, String currency) {}
