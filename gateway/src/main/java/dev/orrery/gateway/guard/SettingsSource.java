package dev.orrery.gateway.guard;

import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/**
 * The settings of a route: each from what was changed while running, else from what the
 * configuration says of the route, else from its defaults. What is wrong or unknown is an error.
 */
final class SettingsSource {

  private static final ConfigurationPropertyName DEFAULTS =
      ConfigurationPropertyName.of("orrery.guards.defaults");
  private static final ConfigurationPropertyName ROUTES =
      ConfigurationPropertyName.of("orrery.guards.routes");

  private final ConfigurableEnvironment environment;
  private final SpringValidatorAdapter validator;

  SettingsSource(ConfigurableEnvironment environment, Validator validator) {
    this.environment = environment;
    this.validator = new SpringValidatorAdapter(validator);
  }

  /** The routes that the configuration speaks of. */
  Set<String> routes() {
    return Binder.get(environment)
        .bind(ROUTES, Bindable.mapOf(String.class, Object.class))
        .map(Map::keySet)
        .orElse(Set.of());
  }

  /**
   * @param changes by the path of the setting, such as {@code bulkhead.places}
   * @throws org.springframework.boot.context.properties.bind.BindException where one is wrong
   */
  GuardSettings of(String route, Map<String, String> changes) {
    ConfigurationPropertyName name =
        ROUTES.append(route.matches("[a-z][a-z0-9-]*") ? route : "[" + route + "]");
    Map<String, String> changed = new HashMap<>();
    changes.forEach((setting, value) -> changed.put(name + "." + setting, value));
    List<ConfigurationPropertySource> sources = new ArrayList<>();
    sources.add(new MapConfigurationPropertySource(changed));
    ConfigurationPropertySources.get(environment).forEach(sources::add);
    ConfigurationPropertySources.get(environment)
        .forEach(source -> sources.add(new Defaults(source, name)));
    return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment))
        .bindOrCreate(name, Bindable.of(GuardSettings.class), strictly());
  }

  /** Of one use: it remembers what it has found. */
  private BindHandler strictly() {
    return new ValidationBindHandler(
        new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()),
        validator);
  }

  /** What a source says of the defaults, as if it said it of the route. */
  private record Defaults(ConfigurationPropertySource source, ConfigurationPropertyName route)
      implements ConfigurationPropertySource {

    @Override
    public @Nullable ConfigurationProperty getConfigurationProperty(
        ConfigurationPropertyName name) {
      if (!route.isAncestorOf(name)) {
        return null;
      }
      ConfigurationProperty found = source.getConfigurationProperty(inDefaults(name));
      return found == null
          ? null
          : new ConfigurationProperty(name, found.getValue(), found.getOrigin());
    }

    @Override
    public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
      return route.equals(name) || route.isAncestorOf(name)
          ? source.containsDescendantOf(inDefaults(name))
          : ConfigurationPropertyState.ABSENT;
    }

    private ConfigurationPropertyName inDefaults(ConfigurationPropertyName name) {
      return DEFAULTS.append(name.subName(route.getNumberOfElements()));
    }
  }
}
