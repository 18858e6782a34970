package dev.orrery.gateway.guard;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;

/** A request on its way through the guards of a route, and what it holds. Of one thread. */
final class Call {

  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

  private final ServerRequest request;
  private final Caller caller;
  private final Deadline deadline;
  private final Deque<Runnable> held = new ArrayDeque<>();
  private final Map<String, String> told = new LinkedHashMap<>();

  Call(ServerRequest request, Caller caller, Deadline deadline) {
    this.request = request;
    this.caller = caller;
    this.deadline = deadline;
  }

  ServerRequest request() {
    return request;
  }

  Caller caller() {
    return caller;
  }

  Deadline deadline() {
    return deadline;
  }

  void holds(Runnable release) {
    held.push(release);
  }

  /** A header of the answer, whoever gives it. */
  void tells(String name, String value) {
    told.put(name, value);
  }

  Map<String, String> told() {
    return told;
  }

  /** Gives back what is held, the last taken first; a second time there is nothing. */
  void end() {
    while (!held.isEmpty()) {
      held.pop().run();
    }
  }

  /** Whether doing it twice does no more than doing it once, and its body can be sent again. */
  boolean isRepeatable() {
    boolean idempotent =
        IDEMPOTENT.contains(request.method())
            || !request.headers().header("Idempotency-Key").isEmpty();
    return idempotent && CallerBody.isRepeatable(request);
  }

  /** Keeps the next attempt away from the instance that was just tried. */
  void avoidInstance() {
    if (request.attributes().get(MvcUtils.GATEWAY_REQUEST_URL_ATTR) instanceof URI tried) {
      Set<String> avoided = new HashSet<>(UntriedInstances.avoided(request.attributes()));
      avoided.add(tried.getAuthority());
      request.attributes().put(UntriedInstances.AVOIDED, Set.copyOf(avoided));
    }
  }
}
