package dev.orrery.contracts;

/** Asks one participant to do one thing; may be refused, may arrive twice. */
public sealed interface Command extends Message permits StockCommand, PaymentCommand {}
