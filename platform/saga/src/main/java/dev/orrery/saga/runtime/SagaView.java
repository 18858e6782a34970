package dev.orrery.saga.runtime;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A saga instance as people see it: its commands in the order they were sent. */
public record SagaView(UUID id, String name, Status state, List<Sent> steps) {

  /**
   * @param outcome the kind of reply, or null while there is none
   */
  public record Sent(
      String step,
      Action action,
      int attempt,
      @Nullable String outcome,
      Instant sentAt,
      @Nullable Instant answeredAt) {}
}
