package dev.orrery.saga.runtime;

import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaEngine;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.json.JsonMapper;

/** A saga with one version of its definition and the type of its data. */
record RegisteredSaga<D>(Saga<D> saga, SagaDefinition<D> definition, Class<D> dataType) {

  /** The version that instances begin with, and then those before it. */
  static <D> List<RegisteredSaga<D>> versionsOf(Saga<D> saga) {
    @SuppressWarnings("unchecked") // the type argument of Saga<D> is D
    Class<D> dataType =
        (Class<D>) ResolvableType.forClass(saga.getClass()).as(Saga.class).resolveGeneric(0);
    if (dataType == null) {
      throw new IllegalStateException(saga.getClass() + " does not say what its data is");
    }
    List<RegisteredSaga<D>> versions = new ArrayList<>();
    versions.add(new RegisteredSaga<>(saga, saga.define(new SagaBuilder<>()), dataType));
    for (SagaDefinition<D> earlier : saga.earlier()) {
      versions.add(new RegisteredSaga<>(saga, earlier, dataType));
    }
    return versions;
  }

  Transition<D> start(UUID id, D data, Instant now) {
    return SagaEngine.start(definition, id, data, now);
  }

  Transition<D> on(SagaState<D> state, Signal signal, Instant now) {
    return SagaEngine.on(definition, state, signal, now);
  }

  D read(String data, JsonMapper json) {
    return json.readValue(data, dataType);
  }

  /** Lets the saga's author have the end. */
  void end(SagaState<D> state, String reason) {
    switch (state.status()) {
      case COMPLETED -> saga.completed(state.data());
      case ROLLED_BACK -> saga.rolledBack(state.data());
      case ABANDONED -> saga.abandoned(state.data(), reason);
      case DOING, UNDOING -> throw new IllegalArgumentException("the saga has not ended");
    }
  }
}
