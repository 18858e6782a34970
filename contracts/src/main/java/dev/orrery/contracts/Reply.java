package dev.orrery.contracts;

/** What a participant answers to a command, once it is settled. */
public sealed interface Reply extends Message permits StockReply, PaymentReply {}
