package dev.orrery.contracts;

/** A fact, published to whom it may concern. */
public sealed interface Event extends Message permits OrderEvent {}
