package dev.orrery.saga.checker;

import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaEngine;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Transition;
import dev.orrery.saga.checker.Message.Answered;
import dev.orrery.saga.checker.Message.Asked;
import dev.orrery.saga.checker.Participant.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All that can happen in a world. Time stands still at the epoch, where every timer is due. */
record Behaviour<D>(
    SagaDefinition<D> saga, D data, Map<String, ? extends Participant<?>> participants) {
  private static final Instant NOW = Instant.EPOCH;
  private static final int ATTEMPTS_TOLD_APART = 2;

  Event<D> start() {
    Transition<D> started = SagaEngine.start(saga, data, NOW);
    Map<Participant<?>, Object> states = new HashMap<>();
    participants.values().forEach(participant -> states.put(participant, participant.initial()));
    var nothing = new World<D>(timeless(started.state()), states, Set.of());
    return moved(nothing, started, Optional.empty(), "The saga starts");
  }

  List<Event<D>> in(World<D> world) {
    List<Event<D>> events = new ArrayList<>();
    events.add(signal(world, new Signal.Tick(), Optional.empty(), "The saga waits no longer"));
    for (Message message : world.sent()) {
      switch (message) {
        case Asked asked -> events.addAll(carriedOut(world, asked, at(asked.command())));
        case Answered answer ->
            events.add(
                signal(
                    world,
                    new Signal.Replied(answer.action(), answer.step(), answer.reply()),
                    Optional.of(answer),
                    "The saga hears " + nameOf(answer.reply())));
      }
    }
    return events;
  }

  private Event<D> signal(World<D> world, Signal signal, Optional<Message> delivered, String what) {
    Transition<D> transition = SagaEngine.on(saga, world.saga(), signal, NOW);
    return moved(world, transition, delivered, what);
  }

  private Event<D> moved(
      World<D> world, Transition<D> transition, Optional<Message> delivered, String what) {
    Set<Message> sent =
        transition.dispatch().stream()
            .map(it -> new Asked(it.action(), it.step(), it.command()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    SagaState<D> state = timeless(transition.state());
    return new Event<>(
        delivered, world.with(state, sent), sent, what + consequence(world, state, sent));
  }

  private <S> List<Event<D>> carriedOut(World<D> world, Asked asked, Participant<S> participant) {
    List<Event<D>> events = new ArrayList<>();
    Object command = asked.command().payload();
    for (Outcome<S> outcome : participant.on(world.of(participant), command)) {
      var answer = new Answered(asked.action(), asked.step(), outcome.reply());
      events.add(
          new Event<>(
              Optional.of(asked),
              world.with(participant, outcome.state(), Set.of(answer)),
              Set.of(answer),
              "%s takes %s and answers %s: it is %s."
                  .formatted(
                      participant.name(),
                      nameOf(command),
                      nameOf(outcome.reply()),
                      outcome.state())));
    }
    return events;
  }

  private Participant<?> at(SagaCommand command) {
    Participant<?> participant = participants.get(command.destination());
    if (participant == null) {
      throw new IllegalArgumentException("nobody is at " + command.destination());
    }
    return participant;
  }

  private String consequence(World<D> before, SagaState<D> state, Set<Message> sent) {
    String commands =
        sent.stream()
            .map(message -> (Asked) message)
            .map(asked -> "%s (%s)".formatted(nameOf(asked.command().payload()), aim(asked)))
            .collect(Collectors.joining(" and "));
    if (!commands.isEmpty()) {
      return " and sends " + commands + ".";
    }
    return state.equals(before.saga()) ? " and does nothing." : " and is " + state.status() + ".";
  }

  private String aim(Asked asked) {
    String step = saga.stepName(asked.step());
    return asked.action() == Action.UNDO ? "undoes " + step : step;
  }

  /** Only whether it is the first attempt decides anything but the time of the next. */
  private static <D> SagaState<D> timeless(SagaState<D> state) {
    return new SagaState<>(
        state.status(),
        state.step(),
        Math.min(state.attempt(), ATTEMPTS_TOLD_APART),
        state.resting(),
        NOW,
        NOW,
        state.data());
  }

  private static String nameOf(Object message) {
    return message.getClass().getSimpleName();
  }
}
