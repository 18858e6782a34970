package dev.orrery.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A saga with one step of each kind, and a memory of what it was told. */
final class TripSaga implements Saga<TripSaga.Trip> {
  static final Duration WITHIN = Duration.ofMinutes(1);
  static final Duration HOTEL_TIMEOUT = Duration.ofSeconds(10);
  static final Backoff BACKOFF = Backoff.exponential(Duration.ofSeconds(5), Duration.ofSeconds(20));

  record Trip(String name, List<String> notes) {
    Trip note(String note) {
      var more = new ArrayList<>(notes);
      more.add(note);
      return new Trip(name, List.copyOf(more));
    }
  }

  record Ask(String what) {}

  record Yes(String what) {}

  record No(String what) {}

  record Broken(String what) {}

  static Trip trip() {
    return new Trip("t", List.of());
  }

  @Override
  public SagaDefinition<Trip> define(SagaBuilder<Trip> saga) {
    return saga.named("trip")
        .within(WITHIN, trip -> trip.note("timed out"))
        .step("look up")
        .send(trip -> ask("look up"))
        .onReply(Yes.class)
        .step("book flight")
        .send(trip -> ask("book flight"))
        .onReply(Yes.class, (trip, yes) -> trip.note("flight"))
        .endsIf(No.class, (trip, no) -> trip.note("no flight"))
        .undo(trip -> ask("cancel flight"))
        .retried(BACKOFF)
        .step("book hotel")
        .send(trip -> ask("book hotel"))
        .onReply(Yes.class)
        .endsIf(No.class, (trip, no) -> trip.note("no hotel"))
        .undo(trip -> ask("cancel hotel"))
        .timeout(HOTEL_TIMEOUT)
        .retried(BACKOFF)
        .pivot("pay")
        .send(trip -> ask("pay"))
        .onReply(Yes.class)
        .endsIf(No.class, (trip, no) -> trip.note("not paid"))
        .retried(BACKOFF)
        .step("send tickets")
        .send(trip -> ask("send tickets"))
        .onReply(Yes.class)
        .retried(BACKOFF)
        .build();
  }

  private static SagaCommand ask(String what) {
    return new SagaCommand("desk", "t", new Ask(what));
  }

  @Override
  public void completed(Trip trip) {}

  @Override
  public void rolledBack(Trip trip) {}

  @Override
  public void abandoned(Trip trip, String reason) {}
}
