package dev.orrery.saga.checker;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.checker.Message.Asked;
import dev.orrery.saga.checker.Verdict.Counterexample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** One breadth-first walk through all worlds; the first that is bad is nearest to the start. */
final class Exploration<D> {
  private final Behaviour<D> behaviour;
  private final Map<String, Predicate<World<D>>> forbidden;
  private final int maxStates;
  private final Map<World<D>, Integer> numbers = new HashMap<>();
  private final List<Found<D>> found = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  /** A world, and how it was first reached. */
  private record Found<D>(Event<D> via, int from, int depth) {}

  Exploration(Behaviour<D> behaviour, Map<String, Predicate<World<D>>> forbidden, int maxStates) {
    this.behaviour = behaviour;
    this.forbidden = forbidden;
    this.maxStates = maxStates;
  }

  Verdict verdict() {
    long began = System.nanoTime();
    Optional<Counterexample> broken = explore().or(this::neverCompletes).or(this::neverEnds);
    return new Verdict(
        behaviour.saga().name(),
        found.size(),
        found.getLast().depth(),
        Duration.ofNanos(System.nanoTime() - began),
        broken);
  }

  private Optional<Counterexample> explore() {
    number(behaviour.start(), -1, 0);
    for (int at = 0; at < found.size(); at++) {
      Found<D> here = found.get(at);
      World<D> world = here.via().next();
      for (var rule : forbidden.entrySet()) {
        if (rule.getValue().test(world)) {
          return Optional.of(new Counterexample(rule.getKey(), story(at)));
        }
      }
      for (Event<D> event : behaviour.in(world)) {
        Optional<String> broken = broken(world, event);
        if (broken.isPresent()) {
          List<String> story = story(at);
          story.add(event.sentence());
          return Optional.of(new Counterexample(broken.get(), story));
        }
        int next = number(event, at, here.depth() + 1);
        edges.add(new Edge(at, next, event.delivered(), event.sent()));
      }
    }
    return Optional.empty();
  }

  private int number(Event<D> event, int from, int depth) {
    Integer known = numbers.get(event.next());
    if (known != null) {
      return known;
    }
    if (found.size() == maxStates) {
      throw new IllegalStateException(
          "%s has more than %,d states: nothing is proven. Let its data and participants remember less, or allow more"
              .formatted(behaviour.saga().name(), maxStates));
    }
    numbers.put(event.next(), found.size());
    found.add(new Found<>(event, from, depth));
    return found.size() - 1;
  }

  private static <D> Optional<String> broken(World<D> world, Event<D> event) {
    if (world.saga().status().isTerminal() && !world.saga().equals(event.next().saga())) {
      return Optional.of("an end is never left");
    }
    return event.sent().stream().anyMatch(message -> undoesTheUndone(message, world))
        ? Optional.of("only what may have been done is undone")
        : Optional.empty();
  }

  private static boolean undoesTheUndone(Message message, World<?> world) {
    return message instanceof Asked(var action, int step, var ignored)
        && action == Action.UNDO
        && world.sent().stream()
            .noneMatch(it -> it instanceof Asked && it.action() == Action.DO && it.step() == step);
  }

  private Optional<Counterexample> neverCompletes() {
    return found.stream().anyMatch(it -> it.via().next().saga().status() == Status.COMPLETED)
        ? Optional.empty()
        : Optional.of(new Counterexample("some run completes", List.of()));
  }

  private Optional<Counterexample> neverEnds() {
    var open = new ArrayList<Edge>();
    for (Edge edge : edges) {
      if (isOpen(edge.from()) && isOpen(edge.to())) {
        open.add(edge);
      }
    }
    OptionalInt trap = FairCycles.nearest(open);
    if (trap.isEmpty()) {
      return Optional.empty();
    }
    List<String> story = story(trap.getAsInt());
    story.add("From here on it can go round for ever, though time passes and messages arrive.");
    return Optional.of(new Counterexample("every fair run ends", story));
  }

  private boolean isOpen(int number) {
    return !found.get(number).via().next().saga().status().isTerminal();
  }

  private List<String> story(int number) {
    var sentences = new LinkedList<String>();
    for (int at = number; at >= 0; at = found.get(at).from()) {
      sentences.addFirst(found.get(at).via().sentence());
    }
    return sentences;
  }
}
