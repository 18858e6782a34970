package dev.orrery.sandbox.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The payment provider's book: what really happened to people's money. */
public final class Book {
  private final Http provider;

  public Book(Places places) {
    this.provider = new Http(places.uri("provider"));
  }

  public enum Kind {
    AUTHORIZATION,
    DECLINE,
    CAPTURE,
    REVERSAL,
    REFUND
  }

  public record Entry(
      Kind kind,
      String reference,
      @Nullable String order,
      @Nullable Long amount,
      @Nullable String currency) {

    /** Of what it is about; null where that is no money. */
    @Nullable Money money() {
      return amount == null || currency == null ? null : new Money(amount, currency);
    }
  }

  private record Page(List<Entry> entries, long next) {}

  private record Summary(long chargesPerReferenceMax) {}

  /** Where the book ends now. */
  public long end() {
    long position = 0;
    Page page;
    do {
      page = page(position);
      position = page.next();
    } while (!page.entries().isEmpty());
    return position;
  }

  /** What was written after a position, by the order it was for. */
  public Map<UUID, List<Entry>> since(long position) {
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
  public List<Kind> of(UUID order) {
    return since(0).getOrDefault(order, List.of()).stream().map(Entry::kind).toList();
  }

  /** The most often that any payment was ever charged. */
  public long chargesPerReferenceMax() {
    return provider.get("/v1/book/summary").as(Summary.class).chargesPerReferenceMax();
  }

  private Page page(long after) {
    return provider.get("/v1/book?limit=1000&after=" + after).as(Page.class);
  }
}
