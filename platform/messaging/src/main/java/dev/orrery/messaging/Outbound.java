package dev.orrery.messaging;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to send: a CloudEvent whose type is the wire name of the payload's class.
 *
 * @param id UUIDv7, the identity by which receivers recognise a duplicate
 * @param key messages of one key stay in order
 * @param correlationId the conversation this belongs to (a saga, or the id of a first event)
 * @param causationId the message this is a consequence of
 * @param replyTo the topic on which an answer is awaited
 * @param traceparent W3C trace context of the cause; where absent, the current span's is taken
 */
public record Outbound(
    UUID id,
    String topic,
    String key,
    UUID correlationId,
    @Nullable UUID causationId,
    @Nullable String replyTo,
    @Nullable String traceparent,
    Object payload) {

  /** A fact that begins its own conversation or continues one. */
  public static Outbound event(String topic, String key, UUID correlationId, Object payload) {
    return new Outbound(Ids.next(), topic, key, correlationId, null, null, null, payload);
  }
}
