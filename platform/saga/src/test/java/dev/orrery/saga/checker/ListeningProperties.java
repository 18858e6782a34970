package dev.orrery.saga.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaEngine;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Transition;
import dev.orrery.saga.checker.CheckerLanguageTest.Sale;
import dev.orrery.saga.checker.Message.Answered;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** On this rests that answers which nobody listens to may be forgotten. */
class ListeningProperties {
  private static final SagaDefinition<Sale> SAGA = CheckerLanguageTest.definition();
  private static final List<Object> REPLIES =
      List.of(
          new Ticket.Held(),
          new Ticket.Full(),
          new Ticket.Freed(),
          new Ticket.Authorized(),
          new Ticket.Declined(),
          new Ticket.Voided(),
          new Ticket.Captured(),
          new Ticket.NotCaptured(),
          new Ticket.Sold(),
          new Ticket.Told(),
          new Ticket.Busy());

  @Property
  void whatIsNotListenedToChangesNothingNowOrLater(@ForAll Random random) {
    Instant now = Instant.EPOCH;
    SagaState<Sale> state =
        follow(SagaEngine.start(SAGA, new UUID(0, 0), new Sale(true, false), now), now);
    Set<List<Object>> closed = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      now = now.plusMillis(random.nextInt(3_000));
      for (Action action : Action.values()) {
        for (int step = 0; step < 6; step++) {
          var answer = new Answered(action, step, REPLIES.get(random.nextInt(REPLIES.size())));
          var signal = new Signal.Replied(action, step, answer.reply());
          if (Listening.to(answer, state)) {
            assertThat(closed).doesNotContain(List.of(action, step));
          } else {
            Transition<Sale> transition = SagaEngine.on(SAGA, state, signal, now);
            assertThat(transition.state()).isEqualTo(state);
            assertThat(transition.dispatches()).isEmpty();
          }
        }
      }
      SagaState<Sale> before = state;
      state = follow(SagaEngine.on(SAGA, before, signal(random), now), now);
      for (int step = 0; step < 6; step++) {
        for (Action action : Action.values()) {
          var answer = new Answered(action, step, REPLIES.getFirst());
          if (Listening.to(answer, before) && !Listening.to(answer, state)) {
            closed.add(List.of(action, step));
          }
        }
      }
    }
  }

  private static Signal signal(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Signal.CancelRequested();
      case 1 -> new Signal.Retry();
      case 2, 3, 4 -> new Signal.Tick();
      default ->
          new Signal.Replied(
              Action.values()[random.nextInt(2)],
              random.nextInt(6),
              REPLIES.get(random.nextInt(REPLIES.size())));
    };
  }

  private static SagaState<Sale> follow(Transition<Sale> transition, Instant now) {
    Transition<Sale> last = transition;
    while (last.local().isPresent()) {
      Signal outcome = last.local().get().run(last.state().data());
      last = SagaEngine.on(SAGA, last.state(), outcome, now);
    }
    return last.state();
  }
}
