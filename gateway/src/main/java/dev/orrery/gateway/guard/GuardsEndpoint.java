package dev.orrery.gateway.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.context.properties.bind.BindException;

/**
 * {@code /actuator/guards}: what guards each route, its limits, and how things stand. Where writing
 * is allowed ({@code management.endpoint.guards.access}), limits can be changed until the next
 * start, and a breaker can be held open.
 */
@Endpoint(id = "guards")
public class GuardsEndpoint {

  /** What an operator may want of a breaker. */
  public enum Force {
    OPEN,
    DISABLED,
    NONE
  }

  private final Guards guards;

  GuardsEndpoint(Guards guards) {
    this.guards = guards;
  }

  @ReadOperation
  public List<GuardReport> guards() {
    return guards.all().stream()
        .sorted(Comparator.comparing(Guard::route))
        .map(this::report)
        .toList();
  }

  @ReadOperation
  public @Nullable GuardReport guard(@Selector String route) {
    Guard guard = find(route);
    return guard == null ? null : report(guard);
  }

  /**
   * @param setting its path below the route, such as {@code bulkhead.places}
   * @param value as it would stand in the configuration
   * @param breaker holds it open, lets everything through, or leaves it to itself again
   */
  @WriteOperation
  public @Nullable GuardReport change(
      @Selector String route,
      @Nullable String setting,
      @Nullable String value,
      @Nullable Force breaker) {
    Guard guard = find(route);
    if (guard == null) {
      return null;
    }
    if (setting != null && value != null) {
      Map<String, String> changes = new HashMap<>(guards.changesOf(route));
      changes.put(setting, value);
      try {
        guards.change(guard, changes);
      } catch (BindException e) {
        throw new InvalidEndpointRequestException(
            "%s cannot be %s.".formatted(setting, value), e.getMessage());
      }
    }
    if (breaker != null) {
      force(guard.breaker().breaker(), breaker);
    }
    return report(guard);
  }

  /** Back to what is configured. */
  @DeleteOperation
  public @Nullable GuardReport reset(@Selector String route) {
    Guard guard = find(route);
    if (guard == null) {
      return null;
    }
    guards.change(guard, Map.of());
    return report(guard);
  }

  private static void force(CircuitBreaker breaker, Force force) {
    switch (force) {
      case OPEN -> breaker.transitionToForcedOpenState();
      case DISABLED -> breaker.transitionToDisabledState();
      // Not reset(): that leaves the clock of a half-open breaker running, which opens it later.
      case NONE -> breaker.transitionToClosedState();
    }
  }

  private @Nullable Guard find(String route) {
    return guards.all().stream()
        .filter(guard -> guard.route().equals(route))
        .findFirst()
        .orElse(null);
  }

  private GuardReport report(Guard guard) {
    return GuardReport.of(guard, guards.changesOf(guard.route()));
  }
}
