package dev.orrery.sandbox.shop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An order as the shop shows it. */
public record Order(
    UUID id,
    UUID customerId,
    State state,
    @Nullable String reason,
    int version,
    List<Line> lines,
    Money total,
    Instant placedAt,
    Instant updatedAt,
    @Nullable String traceId,
    List<Change> history,
    @Nullable Saga saga,
    @Nullable Saga cancellation) {

  public enum State {
    PENDING,
    CONFIRMED,
    REJECTED,
    SHIPPED,
    CANCELLING,
    CANCELLED,
    ABANDONED
  }

  public record Line(String sku, String name, long quantity, Money unitPrice, Money total) {}

  public record Change(int version, State state, @Nullable String reason, Instant at) {}

  public record Saga(UUID id, String state, List<Step> steps) {}

  public record Step(
      String step,
      String action,
      int attempt,
      @Nullable String outcome,
      Instant sentAt,
      @Nullable Instant answeredAt) {}

  public boolean isConfirmed() {
    return state == State.CONFIRMED;
  }

  public boolean hasEnded() {
    return state != State.PENDING && state != State.CANCELLING;
  }

  public long pieces(String sku) {
    return lines.stream().filter(line -> line.sku().equals(sku)).mapToLong(Line::quantity).sum();
  }

  /** What its sagas did; nothing where the answer does not show them. */
  public List<Step> steps() {
    return Stream.of(Optional.ofNullable(saga), Optional.ofNullable(cancellation))
        .flatMap(Optional::stream)
        .flatMap(one -> one.steps().stream())
        .toList();
  }

  /** The saga's commands, such as {@code DO reserve stock}. */
  public List<String> commands() {
    return (saga == null ? List.<Step>of() : saga.steps())
        .stream().map(step -> step.action() + " " + step.step()).toList();
  }
}
