package dev.orrery.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One trace as the store has it. */
record Trace(List<Span> spans) {

  record Span(
      String traceId,
      String id,
      String parentId,
      String kind,
      String name,
      long timestamp,
      long duration,
      Endpoint localEndpoint,
      Map<String, String> tags) {

    record Endpoint(String serviceName) {}

    String service() {
      return localEndpoint.serviceName();
    }

    /** Such as {@code order-service PRODUCER inventory.commands send}. */
    @Override
    public String toString() {
      return "%s %s %s".formatted(service(), kind == null ? "LOCAL" : kind, name);
    }
  }

  Optional<Span> parentOf(Span span) {
    return spans.stream().filter(other -> other.id().equals(span.parentId())).findFirst();
  }

  List<Span> childrenOf(Span span) {
    return spans.stream().filter(other -> span.id().equals(other.parentId())).toList();
  }

  List<Span> roots() {
    return spans.stream().filter(span -> span.parentId() == null).toList();
  }

  /** The lines of an indented tree that are no child of the line they are below. */
  List<String> missing(String tree) {
    List<String> missing = new ArrayList<>();
    List<List<Span>> path = new ArrayList<>();
    for (String line : tree.lines().toList()) {
      int depth = (line.length() - line.stripLeading().length()) / 2;
      path.subList(depth, path.size()).clear();
      List<Span> candidates =
          depth == 0
              ? roots()
              : path.getLast().stream().flatMap(parent -> childrenOf(parent).stream()).toList();
      List<Span> found =
          candidates.stream().filter(span -> span.toString().equals(line.strip())).toList();
      if (found.isEmpty()) {
        missing.add(line);
      }
      path.add(found);
    }
    return missing;
  }

  /** As a tree of text, for people who have to find out what is missing. */
  @Override
  public String toString() {
    return spans.stream()
        .filter(span -> parentOf(span).isEmpty())
        .map(root -> branch(root, ""))
        .collect(Collectors.joining());
  }

  private String branch(Span span, String indent) {
    return indent
        + span
        + "\n"
        + childrenOf(span).stream()
            .map(child -> branch(child, indent + "  "))
            .collect(Collectors.joining());
  }
}
