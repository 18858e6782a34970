package dev.orrery.system;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An order as the shop shows it. */
record Order(
    UUID id,
    UUID customerId,
    State state,
    String reason,
    int version,
    List<Line> lines,
    Money total,
    Instant placedAt,
    Instant updatedAt,
    String traceId,
    List<Change> history,
    Saga saga,
    Saga cancellation) {

  enum State {
    PENDING,
    CONFIRMED,
    REJECTED,
    SHIPPED,
    CANCELLING,
    CANCELLED
  }

  record Line(String sku, String name, long quantity, Money unitPrice, Money total) {}

  record Change(int version, State state, String reason, Instant at) {}

  record Saga(UUID id, String state, List<Step> steps) {}

  record Step(
      String step,
      String action,
      int attempt,
      String outcome,
      Instant sentAt,
      Instant answeredAt) {}

  boolean isConfirmed() {
    return state == State.CONFIRMED;
  }

  boolean hasEnded() {
    return state != State.PENDING && state != State.CANCELLING;
  }

  long pieces(String sku) {
    return lines.stream().filter(line -> line.sku().equals(sku)).mapToLong(Line::quantity).sum();
  }

  /** The saga's commands, such as {@code DO reserve stock}. */
  List<String> commands() {
    return saga.steps().stream().map(step -> step.action() + " " + step.step()).toList();
  }
}
