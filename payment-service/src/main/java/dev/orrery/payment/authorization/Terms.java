package dev.orrery.payment.authorization;

import dev.orrery.contracts.Money;

/**
 * How much, and from which card.
 *
 * @param token the provider's name for the card
 */
record Terms(Money amount, String token) {}
