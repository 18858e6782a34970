package dev.orrery.saga.checker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Worlds by number, and what leads from one to another. */
final class Graph {

  /** What is owed because of this edge and what is granted by it, by the numbers of the dues. */
  record Edge(int from, int to, int[] owed, int[] granted) {}

  private final List<Edge> edges;
  private final int[] nodes;
  private final int[] from;
  private final int[] to;

  /** Where, among {@link #leaving}, the edges of each node begin. */
  private final int[] first;

  private final int[] leaving;

  Graph(List<Edge> edges) {
    this.edges = edges;
    nodes =
        edges.stream()
            .flatMapToInt(it -> IntStream.of(it.from(), it.to()))
            .sorted()
            .distinct()
            .toArray();
    from = edges.stream().mapToInt(edge -> Arrays.binarySearch(nodes, edge.from())).toArray();
    to = edges.stream().mapToInt(edge -> Arrays.binarySearch(nodes, edge.to())).toArray();
    first = new int[nodes.length + 1];
    for (int node : from) {
      first[node + 1]++;
    }
    for (int node = 0; node < nodes.length; node++) {
      first[node + 1] += first[node];
    }
    leaving = new int[from.length];
    int[] next = first.clone();
    for (int edge = 0; edge < from.length; edge++) {
      leaving[next[from[edge]]++] = edge;
    }
  }

  /** The edges inside each strongly connected component (Tarjan's algorithm, without recursion). */
  Collection<List<Edge>> components() {
    int[] componentOf = new Walk().componentOf();
    Map<Integer, List<Edge>> components = new LinkedHashMap<>();
    for (int edge = 0; edge < from.length; edge++) {
      int component = componentOf[from[edge]];
      if (component == componentOf[to[edge]]) {
        components.computeIfAbsent(component, any -> new ArrayList<>()).add(edges.get(edge));
      }
    }
    return components.values();
  }

  private final class Walk {
    private final int[] index = new int[nodes.length];
    private final int[] low = new int[nodes.length];
    private final int[] component = new int[nodes.length];
    private final int[] next = first.clone();
    private final int[] path = new int[nodes.length];
    private final int[] open = new int[nodes.length];
    private int onPath;
    private int opened;
    private int visited;
    private int components;

    private int[] componentOf() {
      Arrays.fill(component, -1);
      for (int root = 0; root < nodes.length; root++) {
        if (index[root] == 0) {
          enter(root);
          while (onPath > 0) {
            step(path[onPath - 1]);
          }
        }
      }
      return component;
    }

    private void enter(int node) {
      index[node] = ++visited;
      low[node] = visited;
      path[onPath++] = node;
      open[opened++] = node;
    }

    private void step(int node) {
      if (next[node] < first[node + 1]) {
        int after = to[leaving[next[node]++]];
        if (index[after] == 0) {
          enter(after);
        } else if (component[after] < 0) {
          low[node] = Math.min(low[node], index[after]);
        }
      } else {
        leave(node);
      }
    }

    private void leave(int node) {
      onPath--;
      if (onPath > 0) {
        low[path[onPath - 1]] = Math.min(low[path[onPath - 1]], low[node]);
      }
      if (low[node] == index[node]) {
        int member;
        do {
          member = open[--opened];
          component[member] = components;
        } while (member != node);
        components++;
      }
    }
  }
}
