package dev.orrery.system;

/**
 * @param amount minor units
 */
record Money(long amount, String currency) {}
