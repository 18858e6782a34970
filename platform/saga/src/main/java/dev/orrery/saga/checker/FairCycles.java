package dev.orrery.saga.checker;

import dev.orrery.saga.checker.Graph.Edge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks for a cycle in which all that is owed is granted. Where a component owes what it never
 * grants, the edges that owe it are taken out and the rest is looked at again (Emerson and Lei's
 * test of strong fairness).
 */
final class FairCycles {
  private FairCycles() {}

  /** The edges of such a cycle, one after the other, from the world with the lowest number. */
  static Optional<List<Edge>> nearest(List<Edge> edges) {
    List<List<Edge>> fair = new ArrayList<>();
    Deque<List<Edge>> open = new ArrayDeque<>(List.of(edges));
    while (!open.isEmpty()) {
      for (List<Edge> component : new Graph(open.pop()).components()) {
        BitSet granted = new BitSet();
        component.forEach(edge -> add(edge.granted(), granted));
        List<Edge> rest =
            component.stream().filter(edge -> isGranted(edge.owed(), granted)).toList();
        if (rest.size() == component.size()) {
          fair.add(component);
        } else if (!rest.isEmpty()) {
          open.push(rest);
        }
      }
    }
    return fair.stream().min(Comparator.comparingInt(FairCycles::lowest)).map(FairCycles::round);
  }

  private static int lowest(List<Edge> component) {
    return component.stream().mapToInt(Edge::from).min().orElseThrow();
  }

  /** A way through the component and back to where it began that grants what it owes. */
  private static List<Edge> round(List<Edge> component) {
    int start = lowest(component);
    List<Edge> way = new ArrayList<>(path(component, start, any -> true));
    BitSet granted = new BitSet();
    BitSet owed = new BitSet();
    int seen = 0;
    while (true) {
      for (; seen < way.size(); seen++) {
        add(way.get(seen).granted(), granted);
        add(way.get(seen).owed(), owed);
      }
      owed.andNot(granted);
      int here = way.getLast().to();
      if (!owed.isEmpty()) {
        int due = owed.nextSetBit(0);
        way.addAll(path(component, here, edge -> has(edge.granted(), due)));
      } else if (here != start) {
        way.addAll(path(component, here, edge -> edge.to() == start));
      } else {
        return way;
      }
    }
  }

  /** The shortest way from a world to, and over, such an edge. */
  private static List<Edge> path(List<Edge> component, int from, Predicate<Edge> goal) {
    Map<Integer, List<Edge>> leaving = new HashMap<>();
    component.forEach(
        edge -> leaving.computeIfAbsent(edge.from(), any -> new ArrayList<>()).add(edge));
    Map<Integer, Edge> via = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      for (Edge edge : leaving.getOrDefault(open.pop(), List.of())) {
        if (goal.test(edge)) {
          var way = new LinkedList<>(List.of(edge));
          for (int at = edge.from(); at != from; at = way.getFirst().from()) {
            way.addFirst(via.get(at));
          }
          return way;
        }
        if (edge.to() != from && via.putIfAbsent(edge.to(), edge) == null) {
          open.add(edge.to());
        }
      }
    }
    throw new IllegalStateException("a component is connected");
  }

  private static void add(int[] dues, BitSet to) {
    for (int due : dues) {
      to.set(due);
    }
  }

  private static boolean isGranted(int[] owed, BitSet granted) {
    for (int due : owed) {
      if (!granted.get(due)) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(int[] dues, int due) {
    for (int each : dues) {
      if (each == due) {
        return true;
      }
    }
    return false;
  }
}
