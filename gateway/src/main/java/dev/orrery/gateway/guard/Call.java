package dev.orrery.gateway.guard;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /** Whether doing it changes nothing, so that it may be done twice at the same time. */
  boolean isHarmless() {
    return (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)
        && CallerBody.of(request) == null;
  }

  /** The same call, for a thread of its own; what is held stays with this one. */
  Call copy() {
    return new Call(RequestCopy.of(request), caller, deadline);
  }

  /** Where it was sent last. May be asked by other threads of a {@link #copy}. */
  Optional<URI> instance() {
    return Optional.ofNullable(
        (URI) request.servletRequest().getAttribute(MvcUtils.GATEWAY_REQUEST_URL_ATTR));
  }

  /** As if this one had been sent where that was. */
  void tried(Call copy) {
    copy.instance()
        .ifPresent(tried -> request.attributes().put(MvcUtils.GATEWAY_REQUEST_URL_ATTR, tried));
  }

  /** Nowhere, where there is no other. */
  void goesElsewhereThan(URI instance) {
    Set<String> avoided = new HashSet<>(UntriedInstances.avoided(request.attributes()));
    avoided.add(instance.getAuthority());
    request.attributes().put(UntriedInstances.AVOIDED, Set.copyOf(avoided));
    request.attributes().put(UntriedInstances.STRICTLY, true);
  }

  /** Its answer is no longer wanted; that it does not come says nothing of who was asked. */
  void giveUp() {
    GivenUp.mark(request.attributes());
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
