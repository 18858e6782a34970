package dev.orrery.messaging;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message received, its payload read.
 *
 * @param id what makes it a duplicate of another delivery
 * @param time when the sender made it, by the sender's clock
 * @param trace the span of its processing, for what is done on its behalf
 */
public record Inbound<T>(
    UUID id,
    String topic,
    String key,
    UUID correlationId,
    @Nullable UUID causationId,
    @Nullable String replyTo,
    Instant time,
    MessageTrace trace,
    T payload) {

  /**
   * The answer to this message, to where it asked to be answered.
   *
   * @throws UnprocessableMessage when the sender named no topic for replies
   */
  public Outbound reply(Object answer) {
    return replyAddress().reply(answer);
  }

  /** What must be kept to answer later, from another thread or after a restart. */
  public ReplyAddress replyAddress() {
    if (replyTo == null) {
      throw new UnprocessableMessage("the message " + id + " asks for no reply");
    }
    return new ReplyAddress(replyTo, key, correlationId, id, trace.traceparent());
  }
}
