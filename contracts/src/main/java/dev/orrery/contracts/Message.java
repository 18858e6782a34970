package dev.orrery.contracts;

import java.util.UUID;

/** Anything that travels over Kafka. All of it belongs to one order, whose id is the record key. */
public sealed interface Message permits Command, Reply, Event {
  UUID orderId();
}
