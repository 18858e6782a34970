package dev.orrery.messaging;

import java.util.List;

/**
 * Does what the messages of one poll ask, inside the transaction that also records them in the
 * inbox. Duplicates have been removed; the order per key is kept. An exception rolls all back, and
 * the messages are then handed over one by one, so that one poison message never takes others
 * along.
 */
@FunctionalInterface
public interface BatchHandler<T> {
  void handle(List<Inbound<T>> batch);
}
