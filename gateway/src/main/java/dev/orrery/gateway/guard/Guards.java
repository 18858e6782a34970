package dev.orrery.gateway.guard;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.event.EventListener;

/** The guard of each route, made when it is first asked for, and changed as its settings do. */
public class Guards {

  private static final Logger log = LoggerFactory.getLogger(Guards.class);

  private final SettingsSource settings;
  private final GuardTools tools;
  private final Map<String, Guard> guards = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> changes = new HashMap<>();

  Guards(SettingsSource settings, GuardTools tools) {
    this.settings = settings;
    this.tools = tools;
  }

  /**
   * @throws BindException where the settings of the route are wrong
   */
  public Guard of(String route) {
    return guards.computeIfAbsent(route, this::create);
  }

  private Guard create(String route) {
    Guard guard = new Guard(route, settings.of(route, Map.of()), tools);
    GuardGauges.register(guard, tools.meters());
    return guard;
  }

  /** The routes that {@code orrery.guards.routes} speaks of. */
  public Set<String> configured() {
    return settings.routes();
  }

  Collection<Guard> all() {
    return List.copyOf(guards.values());
  }

  synchronized Map<String, String> changesOf(String route) {
    return changes.getOrDefault(route, Map.of());
  }

  /**
   * Replaces what was changed while running, until the next start.
   *
   * @throws BindException where a setting is unknown or wrong; then nothing was changed
   */
  synchronized void change(Guard guard, Map<String, String> newChanges) {
    guard.change(settings.of(guard.route(), newChanges));
    changes.put(guard.route(), Map.copyOf(newChanges));
    log.info("Route {}: changed to {}", guard.route(), newChanges);
  }

  /** The configuration has changed under us; where it is wrong, a route keeps what it had. */
  @EventListener(EnvironmentChangeEvent.class)
  public synchronized void configurationChanged() {
    for (Guard guard : guards.values()) {
      try {
        GuardSettings now = settings.of(guard.route(), changesOf(guard.route()));
        if (!now.equals(guard.settings())) {
          guard.change(now);
          log.info("Route {}: now {}", guard.route(), now);
        }
      } catch (BindException e) {
        tools
            .meters()
            .counter("orrery.guard.settings.rejected", "route", guard.route())
            .increment();
        log.warn("Route {} keeps its settings: {}", guard.route(), e.getMessage(), e);
      }
    }
  }
}
