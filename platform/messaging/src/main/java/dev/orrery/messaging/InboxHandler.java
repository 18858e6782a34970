package dev.orrery.messaging;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Does in the current transaction what those messages ask that have not had their effect yet. */
record InboxHandler<T>(Subscription<T> subscription, Inbox inbox) {

  /** Returns how many were new. */
  int handle(List<Inbound<T>> messages) {
    List<UUID> ids = messages.stream().map(Inbound::id).toList();
    Set<UUID> fresh = inbox.record(subscription.group(), ids);
    List<Inbound<T>> batch =
        messages.stream().filter(message -> fresh.remove(message.id())).toList();
    if (!batch.isEmpty()) {
      subscription.handler().handle(batch);
    }
    return batch.size();
  }
}
