package dev.orrery.gateway.guard;

import org.springframework.web.servlet.function.ServerResponse;

/**
 * An answer of an upstream that can be dropped unread. Only such an answer can be replaced by that
 * of another attempt: the other kind would keep its connection.
 */
public interface Discardable extends ServerResponse {

  void discard();
}
