package dev.orrery.messaging;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchMessageListener;

/**
 * A container that is paused while its gate is closed. A paused consumer keeps its partitions and
 * goes on polling, so that the group does not take it for dead; what it is assigned meanwhile is
 * paused as well.
 */
final class RegulatedContainer {
  private final AbstractMessageListenerContainer<String, byte[]> container;
  private final Floodgate gate;

  RegulatedContainer(AbstractMessageListenerContainer<String, byte[]> container, Floodgate gate) {
    this.container = container;
    this.gate = gate;
  }

  /** Counts what the listener has handled. */
  BatchMessageListener<String, byte[]> counting(BatchMessageListener<String, byte[]> listener) {
    return (List<ConsumerRecord<String, byte[]>> records) -> {
      listener.onMessage(records);
      handled(records.size());
    };
  }

  synchronized void look() {
    gate.look();
    follow();
  }

  private synchronized void handled(int messages) {
    gate.letIn(messages);
    follow();
  }

  private void follow() {
    if (gate.isClosed() && !container.isPauseRequested()) {
      container.pause();
    } else if (!gate.isClosed() && container.isPauseRequested()) {
      container.resume();
    }
  }
}
