package dev.orrery.saga.checker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for a cycle in which time passes and all that is sent is delivered. Where a component sends
 * what it never delivers, those sendings are taken out and the rest is looked at again (Emerson and
 * Lei's test of strong fairness).
 */
final class FairCycles {
  private FairCycles() {}

  /** The lowest number of a world on such a cycle. */
  static OptionalInt nearest(List<Edge> edges) {
    OptionalInt nearest = OptionalInt.empty();
    Deque<List<Edge>> open = new ArrayDeque<>(List.of(edges));
    while (!open.isEmpty()) {
      for (List<Edge> component : components(open.pop())) {
        Set<Message> delivered = new HashSet<>();
        component.forEach(edge -> edge.delivered().ifPresent(delivered::add));
        if (component.stream().allMatch(edge -> edge.delivered().isPresent())) {
          continue; // time stands still in it
        }
        List<Edge> fair =
            component.stream().filter(edge -> delivered.containsAll(edge.sent())).toList();
        if (fair.size() < component.size()) {
          open.push(fair);
        } else {
          int lowest = component.stream().mapToInt(Edge::from).min().orElseThrow();
          nearest = OptionalInt.of(Math.min(lowest, nearest.orElse(lowest)));
        }
      }
    }
    return nearest;
  }

  /** The edges inside each strongly connected component (Kosaraju's algorithm). */
  private static Iterable<List<Edge>> components(List<Edge> edges) {
    Map<Integer, List<Edge>> leaving = edges.stream().collect(Collectors.groupingBy(Edge::from));
    Map<Integer, List<Edge>> entering = edges.stream().collect(Collectors.groupingBy(Edge::to));
    Map<Integer, Integer> componentOf = new HashMap<>();
    for (int root : finished(leaving).reversed()) {
      Deque<Integer> open = new ArrayDeque<>(List.of(root));
      while (!open.isEmpty()) {
        int node = open.pop();
        if (componentOf.putIfAbsent(node, root) == null) {
          entering.getOrDefault(node, List.of()).forEach(edge -> open.push(edge.from()));
        }
      }
    }
    return edges.stream()
        .filter(edge -> Objects.equals(componentOf.get(edge.from()), componentOf.get(edge.to())))
        .collect(Collectors.groupingBy(edge -> componentOf.getOrDefault(edge.from(), edge.from())))
        .values();
  }

  /** All numbers, in the order in which a depth-first walk leaves them. */
  private static List<Integer> finished(Map<Integer, List<Edge>> leaving) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> left = new HashSet<>();
    List<Integer> order = new ArrayList<>();
    for (int root : leaving.keySet()) {
      Deque<Integer> open = new ArrayDeque<>(List.of(root));
      while (!open.isEmpty()) {
        int node = open.peek();
        if (seen.add(node)) {
          leaving.getOrDefault(node, List.of()).stream()
              .map(Edge::to)
              .filter(to -> !seen.contains(to))
              .forEach(open::push);
        } else {
          open.pop();
          if (left.add(node)) {
            order.add(node);
          }
        }
      }
    }
    return order;
  }
}
