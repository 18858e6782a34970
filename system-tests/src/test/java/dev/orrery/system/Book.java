package dev.orrery.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The payment provider's book: what really happened to people's money. */
final class Book {
  private final Http provider;

  Book(Deployment deployment) {
    this.provider = new Http(deployment.uri("provider"));
  }

  enum Kind {
    AUTHORIZATION,
    DECLINE,
    CAPTURE,
    REVERSAL,
    REFUND
  }

  record Entry(Kind kind, String reference, String order, Long amount, String currency) {}

  private record Page(List<Entry> entries, long next) {}

  private record Summary(long chargesPerReferenceMax) {}

  /** Where the book ends now. */
  long end() {
    long position = 0;
    Page page;
    do {
      page = page(position);
      position = page.next();
    } while (!page.entries().isEmpty());
    return position;
  }

  /** What was written after a position, by the order it was for. */
  Map<UUID, List<Entry>> since(long position) {
    List<Entry> entries = new ArrayList<>();
    Page page = page(position);
    while (!page.entries().isEmpty()) {
      entries.addAll(page.entries());
      page = page(page.next());
    }
    return entries.stream()
        .filter(entry -> entry.order() != null)
        .collect(Collectors.groupingBy(entry -> UUID.fromString(entry.order())));
  }

  /** What was ever written for an order, in time's order. */
  List<Kind> of(UUID order) {
    return since(0).getOrDefault(order, List.of()).stream().map(Entry::kind).toList();
  }

  /** The most often that any payment was ever charged. */
  long chargesPerReferenceMax() {
    return provider.get("/v1/book/summary").as(Summary.class).chargesPerReferenceMax();
  }

  private Page page(long after) {
    return provider.get("/v1/book?limit=1000&after=" + after).as(Page.class);
  }
}
