package dev.orrery.saga.checker;

import dev.orrery.saga.SagaState;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal;
import dev.orrery.saga.checker.Due.Ability;
import dev.orrery.saga.checker.Due.Arrival;
import dev.orrery.saga.checker.Due.Deadline;
import dev.orrery.saga.checker.Due.Timer;
import dev.orrery.saga.checker.Message.Answered;
import dev.orrery.saga.checker.Message.Asked;
import dev.orrery.saga.checker.Message.Ran;
import dev.orrery.saga.checker.Message.Stray;
import dev.orrery.saga.checker.Moves.Move;
import dev.orrery.saga.checker.Participant.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All that can happen in a world. */
record Behaviour<D>(Moves<D> moves, Telling<D> telling, Cast cast) {

  /** A signal to the saga as it was, what is granted by it, and why it comes. */
  private record Impulse<D>(
      SagaState<D> saga, Signal signal, Instant now, Set<Due> granted, Supplier<String> why) {}

  List<Event<D>> start(D data, Set<Stray> strays) {
    return moves.start(data).stream()
        .map(move -> {
          World<D> first = World.first(cast, move.state(), strays).with(move.state(), move.left());
          return new Event<>(
              first, move.left(), Set.<Due>of(), Set.<Due>of(), () -> telling.started(move));
        })
        .toList();
  }

  List<Event<D>> in(World<D> world) {
    List<Event<D>> events = new ArrayList<>();
    Set<Due> due = new HashSet<>();
    if (!world.saga().status().isTerminal()) {
      for (Impulse<D> time : timePasses(world.saga())) {
        due.addAll(time.granted());
        moved(world, time, events);
      }
      List<Event<D>> interventions = new ArrayList<>();
      people(world.saga()).forEach(impulse -> moved(world, impulse, interventions));
      interventions.stream().filter(it -> !it.next().equals(world)).forEach(events::add);
    }
    for (Message message : world.sent()) {
      switch (message) {
        case Asked(var _, int _, var command) ->
            carriedOut(world, message, cast.whoTakes(command), events);
        case Stray(var command) -> carriedOut(world, message, cast.whoTakes(command), events);
        case Answered answer -> moved(world, hears(world.saga(), answer), events);
        case Ran _ -> {}
      }
    }
    events.forEach(event -> event.owed().addAll(due));
    return events;
  }

  /** What would move a saga that has ended, if there is such a thing. */
  Optional<Event<D>> leavingTheEnd(World<D> world) {
    List<Impulse<D>> impulses = new ArrayList<>(people(world.saga()));
    impulses.add(deadline(world.saga()));
    for (Message message : cast.messages()) {
      if (message instanceof Answered answer) {
        impulses.add(hears(world.saga(), answer));
      }
    }
    List<Event<D>> events = new ArrayList<>();
    impulses.forEach(impulse -> moved(world, impulse, events));
    return events.stream()
        .filter(event -> !event.next().equals(world) || !event.left().isEmpty())
        .findFirst();
  }

  private List<Impulse<D>> timePasses(SagaState<D> saga) {
    List<Impulse<D>> impulses = new ArrayList<>();
    for (Set<Integer> steps : Timers.choices(Timers.running(saga))) {
      impulses.add(
          new Impulse<>(
              Timers.goneOff(saga, steps),
              new Signal.Tick(),
              Timers.NOW,
              steps.stream().map(Timer::new).collect(Collectors.toSet()),
              () -> "The saga has waited for " + telling.names(steps)));
    }
    if (saga.status() == Status.DOING && moves.saga().isBeforePivot(saga.step())) {
      impulses.add(deadline(saga));
    }
    return impulses;
  }

  private static <D> Impulse<D> deadline(SagaState<D> saga) {
    Set<Due> granted = new HashSet<>();
    granted.add(new Deadline());
    Timers.running(saga).forEach(step -> granted.add(new Timer(step)));
    return new Impulse<>(
        saga, new Signal.Tick(), Timers.DEADLINE, granted, () -> "The saga has run out of time");
  }

  private static <D> List<Impulse<D>> people(SagaState<D> saga) {
    return List.of(
        new Impulse<>(
            saga,
            new Signal.CancelRequested(),
            Timers.NOW,
            Set.of(),
            () -> "The saga is asked to cancel"),
        new Impulse<>(
            saga, new Signal.Retry(), Timers.NOW, Set.of(), () -> "The saga is told to try again"));
  }

  private static <D> Impulse<D> hears(SagaState<D> saga, Answered answer) {
    return new Impulse<>(
        saga,
        new Signal.Replied(answer.action(), answer.step(), answer.reply()),
        Timers.NOW,
        Set.of(new Arrival(answer)),
        () -> "The saga hears " + Telling.name(answer.reply()));
  }

  private void moved(World<D> world, Impulse<D> impulse, List<Event<D>> events) {
    for (Move<D> move : moves.on(impulse.saga(), impulse.signal(), impulse.now())) {
      events.add(
          new Event<>(
              world.with(move.state(), move.left()),
              move.left(),
              arrivals(move.left()),
              impulse.granted(),
              () -> telling.moved(impulse.why().get(), world.saga(), move)));
    }
  }

  private <S> void carriedOut(
      World<D> world, Message message, Participant<S> participant, List<Event<D>> events) {
    Object command =
        switch (message) {
          case Asked asked -> asked.command().payload();
          case Stray stray -> stray.command().payload();
          case Answered _, Ran _ -> throw new IllegalArgumentException("no command: " + message);
        };
    List<Outcome<S>> outcomes = participant.on(world.of(participant), command);
    boolean possible = outcomes.stream().anyMatch(outcome -> !passes(message, outcome));
    for (Outcome<S> outcome : outcomes) {
      Set<Message> answers = answers(world.saga(), message, outcome);
      Set<Due> owed = arrivals(answers);
      Set<Due> granted = new HashSet<>(Set.of(new Arrival(message)));
      if (!passes(message, outcome)) {
        granted.add(new Ability(message));
      } else if (possible) {
        owed.add(new Ability(message));
      }
      events.add(
          new Event<>(
              world.with(participant, outcome.state(), answers),
              answers,
              owed,
              granted,
              () -> Telling.carriedOut(participant, message, outcome)));
    }
  }

  private boolean passes(Message command, Outcome<?> outcome) {
    return outcome.passing()
        || outcome.reply().isPresent()
            && command instanceof Asked asked
            && moves.saga().isFailure(asked.step(), outcome.reply().get());
  }

  private static Set<Message> answers(SagaState<?> saga, Message command, Outcome<?> outcome) {
    if (command instanceof Asked asked && outcome.reply().isPresent()) {
      var answer = new Answered(asked.action(), asked.step(), outcome.reply().get());
      return Listening.to(answer, saga) ? Set.of(answer) : Set.of();
    }
    return Set.of();
  }

  private static Set<Due> arrivals(Set<Message> messages) {
    Set<Due> arrivals = new HashSet<>();
    for (Message message : messages) {
      if (!(message instanceof Ran)) {
        arrivals.add(new Arrival(message));
      }
    }
    return arrivals;
  }
}
