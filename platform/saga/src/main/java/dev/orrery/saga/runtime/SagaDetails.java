package dev.orrery.saga.runtime;

import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All that is kept of an instance.
 *
 * @param branches the steps that are being done or undone at once; none of an ended saga
 * @param skipped the steps whose condition did not hold
 * @param commands in the order they were sent, the youngest {@link SagaTrail#COMMANDS_SHOWN}
 * @param commandsSent how many there are altogether
 * @param data what the saga remembers
 */
record SagaDetails(
    SagaSummary saga,
    List<OpenBranch> branches,
    List<String> skipped,
    List<SentCommand> commands,
    long commandsSent,
    List<Intervention> interventions,
    @Nullable String abandonedBecause,
    JsonNode data) {

  /**
   * @param due when, without an answer, something is to be done; of a branch that has answered,
   *     when that would have been
   */
  record OpenBranch(String step, Progress progress, int attempt, Instant due) {}

  /**
   * @param outcome the kind of reply, or null while there is none
   */
  record SentCommand(
      UUID messageId,
      String step,
      Action action,
      int attempt,
      Instant sentAt,
      @Nullable Instant answeredAt,
      @Nullable String outcome) {}

  /**
   * What an operator did.
   *
   * @param state where the saga was
   * @param effective whether this moved it
   */
  record Intervention(
      String action,
      String operator,
      @Nullable String reason,
      Status state,
      boolean effective,
      @Nullable String traceId,
      Instant at) {}
}
