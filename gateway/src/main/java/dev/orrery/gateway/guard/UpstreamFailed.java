package dev.orrery.gateway.guard;

import org.springframework.web.servlet.function.ServerResponse;

/** Tells the breaker that an answer was a failure; it is never thrown. */
final class UpstreamFailed extends Exception {

  UpstreamFailed(ServerResponse response) {
    super("answered " + response.statusCode(), null, false, false);
  }
}
