package dev.orrery.saga.runtime;

import dev.orrery.saga.Saga;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sagas of this service by name and version. */
final class RegisteredSagas {
  private final Map<Version, RegisteredSaga<?>> byVersion = new HashMap<>();
  private final Map<Saga<?>, RegisteredSaga<?>> bySaga = new HashMap<>();

  /** A name and the version of its definition that an instance is of. */
  record Version(String name, int version) {

    /** As {@code name || ' ' || version} is in SQL. */
    String key() {
      return name + ' ' + version;
    }
  }

  /**
   * @throws IllegalStateException when a definition is wrong, two sagas have one name or a saga
   *     gives one version twice
   */
  RegisteredSagas(Collection<Saga<?>> sagas) {
    sagas.forEach(this::register);
  }

  private <D> void register(Saga<D> saga) {
    List<RegisteredSaga<D>> versions = RegisteredSaga.versionsOf(saga);
    RegisteredSaga<D> current = versions.getFirst();
    bySaga.put(saga, current);
    for (RegisteredSaga<D> version : versions) {
      put(version.definition().name(), version.definition().version(), version);
    }
    current
        .definition()
        .migratesFrom()
        .forEach(from -> put(current.definition().name(), from, current));
  }

  private void put(String name, int version, RegisteredSaga<?> saga) {
    if (byVersion.put(new Version(name, version), saga) != null) {
      throw new IllegalStateException("two sagas are version " + version + " of " + name);
    }
  }

  Set<String> names() {
    return byVersion.keySet().stream().map(Version::name).collect(Collectors.toSet());
  }

  /** The keys of all versions whose instances this service can move. */
  String[] keys() {
    return byVersion.keySet().stream().map(Version::key).toArray(String[]::new);
  }

  Optional<RegisteredSaga<?>> of(String name, int version) {
    return Optional.ofNullable(byVersion.get(new Version(name, version)));
  }

  @SuppressWarnings("unchecked") // put there under this very saga
  <D> RegisteredSaga<D> of(Saga<D> saga) {
    RegisteredSaga<?> registered = bySaga.get(saga);
    if (registered == null) {
      throw new IllegalArgumentException(saga.getClass() + " is not a bean of this service");
    }
    return (RegisteredSaga<D>) registered;
  }
}
