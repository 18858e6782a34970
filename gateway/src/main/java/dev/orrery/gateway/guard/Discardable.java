package dev.orrery.gateway.guard;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * An answer of an upstream that can be dropped unread. Only such an answer can be replaced by that
 * of another attempt: the other kind would keep its connection.
 */
public interface Discardable extends ServerResponse {

  void discard();

  /**
   * Its whole body, read now; the answer can be written all the same.
   *
   * @return null where the body is longer than {@code limit} bytes
   * @throws AnswerBroke where it stopped; to write the answer then throws the same
   */
  byte @Nullable [] whole(int limit) throws AnswerBroke;
}
