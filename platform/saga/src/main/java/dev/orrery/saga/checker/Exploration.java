package dev.orrery.saga.checker;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.checker.Graph.Edge;
import dev.orrery.saga.checker.Message.Answered;
import dev.orrery.saga.checker.Message.Asked;
import dev.orrery.saga.checker.Message.Ran;
import dev.orrery.saga.checker.Message.Stray;
import dev.orrery.saga.checker.Verdict.Counterexample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** One breadth-first walk through all worlds; the first that is bad is nearest to the start. */
final class Exploration<D> {
  private final Behaviour<D> behaviour;
  private final List<Event<D>> starts;
  private final Map<String, Predicate<World<D>>> forbidden;
  private final int maxStates;
  private final Map<World<D>, Integer> numbers = new HashMap<>();
  private final List<Found<D>> found = new ArrayList<>();
  private final Map<Due, Integer> dues = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private long events;

  /** A world, and that it was first reached by this event in another, or at the start. */
  private record Found<D>(World<D> world, int from, int event, int depth) {
    private static final int START = -1;
  }

  /**
   * @param forbidden what must not be, by name, in the order in which it is to be told
   */
  Exploration(
      Behaviour<D> behaviour,
      List<Event<D>> starts,
      Map<String, Predicate<World<D>>> forbidden,
      int maxStates) {
    this.behaviour = behaviour;
    this.starts = starts;
    this.forbidden = forbidden;
    this.maxStates = maxStates;
  }

  Verdict verdict() {
    long began = System.nanoTime();
    Optional<Counterexample> broken = explore().or(this::neverCompletes).or(this::neverEnds);
    return new Verdict(
        behaviour.moves().saga().name(),
        found.size(),
        events,
        found.getLast().depth(),
        Duration.ofNanos(System.nanoTime() - began),
        broken);
  }

  private Optional<Counterexample> explore() {
    for (int i = 0; i < starts.size(); i++) {
      number(starts.get(i).next(), Found.START, i, 0);
    }
    Optional<Counterexample> broken = Optional.empty();
    for (int at = 0; at < found.size() && broken.isEmpty(); at++) {
      broken = look(at);
      if (broken.isEmpty()) {
        broken = goOn(at);
      }
    }
    return broken;
  }

  private Optional<Counterexample> look(int at) {
    World<D> world = found.get(at).world();
    for (var rule : forbidden.entrySet()) {
      if (rule.getValue().test(world)) {
        return Optional.of(new Counterexample(rule.getKey(), story(at)));
      }
    }
    if (!world.saga().status().isTerminal()) {
      return Optional.empty();
    }
    return world
        .leftBehind()
        .map(who -> new Counterexample(who, story(at)))
        .or(() ->
            behaviour
                .leavingTheEnd(world)
                .map(event -> new Counterexample("an end is never left", story(at, event))));
  }

  private Optional<Counterexample> goOn(int at) {
    World<D> world = found.get(at).world();
    int depth = found.get(at).depth() + 1;
    List<Event<D>> next = behaviour.in(world);
    events += next.size();
    for (int i = 0; i < next.size(); i++) {
      Event<D> event = next.get(i);
      if (event.left().stream().anyMatch(message -> undoesTheUndone(message, world))) {
        return Optional.of(
            new Counterexample("only what may have been done is undone", story(at, event)));
      }
      int to = number(event.next(), at, i, depth);
      if (isOpen(world) && isOpen(event.next())) {
        edges.add(new Edge(at, to, numbers(event.owed()), numbers(event.granted())));
      }
    }
    return Optional.empty();
  }

  private int number(World<D> world, int from, int event, int depth) {
    Integer known = numbers.get(world);
    if (known != null) {
      return known;
    }
    if (found.size() == maxStates) {
      throw new IllegalStateException(
          "%s has more than %,d states: nothing is proven. Let its data and participants remember less, or allow more"
              .formatted(behaviour.moves().saga().name(), maxStates));
    }
    numbers.put(world, found.size());
    found.add(new Found<>(world, from, event, depth));
    return found.size() - 1;
  }

  private int[] numbers(Set<Due> some) {
    int[] all = new int[some.size()];
    int at = 0;
    for (Due due : some) {
      all[at++] = dues.computeIfAbsent(due, unknown -> dues.size());
    }
    return all;
  }

  private static boolean undoesTheUndone(Message message, World<?> world) {
    return switch (message) {
      case Asked(var action, int step, var _) -> action == Action.UNDO && !world.mayHaveDone(step);
      case Ran(var action, int step) -> action == Action.UNDO && !world.mayHaveDone(step);
      case Answered _, Stray _ -> false;
    };
  }

  /** Tells the run that gets farthest before it turns back. */
  private Optional<Counterexample> neverCompletes() {
    if (found.stream().anyMatch(it -> it.world().completed())) {
      return Optional.empty();
    }
    int farthest = 0;
    for (int at = 0; at < found.size(); at++) {
      if (reach(at) > reach(farthest)) {
        farthest = at;
      }
    }
    List<String> story = story(farthest);
    story.add(
        "No run gets beyond %s.".formatted(behaviour.moves().saga().stepName(reach(farthest))));
    return Optional.of(new Counterexample("some run completes", story));
  }

  private int reach(int at) {
    var saga = found.get(at).world().saga();
    return saga.status() == Status.DOING ? saga.step() : -1;
  }

  private Optional<Counterexample> neverEnds() {
    return FairCycles.nearest(edges)
        .map(round -> {
          List<String> story = story(round.getFirst().from());
          story.add("From here on it can go round for ever:");
          round.forEach(edge -> story.add(sentence(edge)));
          return new Counterexample("every fair run ends", story);
        });
  }

  private static boolean isOpen(World<?> world) {
    return !world.saga().status().isTerminal();
  }

  private List<String> story(int at, Event<D> event) {
    List<String> story = story(at);
    story.add(event.sentence().get());
    return story;
  }

  private List<String> story(int at) {
    var sentences = new LinkedList<String>();
    Found<D> here = found.get(at);
    while (here.from() != Found.START) {
      Found<D> before = found.get(here.from());
      sentences.addFirst(behaviour.in(before.world()).get(here.event()).sentence().get());
      here = before;
    }
    sentences.addFirst(starts.get(here.event()).sentence().get());
    return sentences;
  }

  private String sentence(Edge edge) {
    World<D> to = found.get(edge.to()).world();
    return behaviour.in(found.get(edge.from()).world()).stream()
        .filter(event -> event.next().equals(to) && sameDues(event, edge))
        .findFirst()
        .orElseThrow()
        .sentence()
        .get();
  }

  private boolean sameDues(Event<D> event, Edge edge) {
    return IntStream.of(numbers(event.owed()))
            .boxed()
            .toList()
            .equals(IntStream.of(edge.owed()).boxed().toList())
        && IntStream.of(numbers(event.granted()))
            .boxed()
            .toList()
            .equals(IntStream.of(edge.granted()).boxed().toList());
  }
}
