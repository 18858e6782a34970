package dev.orrery.gateway.guard;

import org.springframework.web.servlet.function.ServerRequest;

/** Says who calls, as far as it is known for sure. Thread-safe. */
public interface Callers {

  Caller of(ServerRequest request);
}
