package dev.orrery.saga.runtime;

import dev.orrery.saga.Saga;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The sagas of this service by name. */
final class RegisteredSagas {
  private final Map<String, RegisteredSaga<?>> byName = new HashMap<>();
  private final Map<Saga<?>, RegisteredSaga<?>> bySaga = new HashMap<>();

  /**
   * @throws IllegalStateException when a definition is wrong or two have one name
   */
  RegisteredSagas(Collection<Saga<?>> sagas) {
    for (Saga<?> saga : sagas) {
      RegisteredSaga<?> registered = RegisteredSaga.of(saga);
      bySaga.put(saga, registered);
      String name = registered.definition().name();
      if (byName.put(name, registered) != null) {
        throw new IllegalStateException("two sagas are named " + name);
      }
    }
  }

  Set<String> names() {
    return byName.keySet();
  }

  RegisteredSaga<?> named(String name) {
    RegisteredSaga<?> saga = byName.get(name);
    if (saga == null) {
      throw new IllegalStateException("there is no saga named " + name + " in this service");
    }
    return saga;
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
