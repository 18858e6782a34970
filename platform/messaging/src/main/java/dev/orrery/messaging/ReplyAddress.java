package dev.orrery.messaging;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where and in which conversation a command is answered; plain values, so that it can be stored
 * with work that is finished later.
 */
public record ReplyAddress(
    String topic, String key, UUID correlationId, UUID causationId, @Nullable String traceparent) {

  public Outbound reply(Object answer) {
    return new Outbound(
        Ids.next(), topic, key, correlationId, causationId, null, traceparent, answer);
  }
}
