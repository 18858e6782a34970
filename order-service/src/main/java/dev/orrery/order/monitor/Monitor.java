package dev.orrery.order.monitor;

import dev.orrery.contracts.OrderEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Watches one promise over the events of many orders. Events may come twice and in any order: time
 * is what they say of themselves. At most so many orders are remembered; beyond that the one that
 * was heard of first is forgotten, and counted where it was still open. Not thread-safe.
 */
final class Monitor {
  private final LeadsTo promise;
  private final int capacity;
  private final Map<UUID, Heard> orders = new LinkedHashMap<>();
  private long forgotten;

  /** When the promise was begun and fulfilled, as far as was heard. */
  private record Heard(Optional<Instant> begun, Optional<Instant> fulfilled) {
    private static final Heard NOTHING = new Heard(Optional.empty(), Optional.empty());

    private boolean isOpen() {
      return begun.isPresent() && fulfilled.isEmpty();
    }

    private Heard begunAt(Instant time) {
      return begun.isPresent() ? this : new Heard(Optional.of(time), fulfilled);
    }

    private Heard fulfilledAt(Instant time) {
      return fulfilled.isPresent() ? this : new Heard(begun, Optional.of(time));
    }
  }

  Monitor(LeadsTo promise, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("at least one order is remembered, not " + capacity);
    }
    this.promise = promise;
    this.capacity = capacity;
  }

  /**
   * @param time when the event happened
   */
  Verdict hear(OrderEvent event, Instant time) {
    Heard before = orders.getOrDefault(event.orderId(), Heard.NOTHING);
    Heard after = before;
    if (promise.begins().test(event)) {
      after = after.begunAt(time);
    }
    if (promise.fulfils().test(event)) {
      after = after.fulfilledAt(time);
    }
    if (after.equals(before)) {
      return Verdict.NOTHING;
    }
    orders.put(event.orderId(), after);
    forget();
    return verdict(after);
  }

  /** Orders whose time is over and of which the end was not heard. */
  List<UUID> overdue(Instant now) {
    return orders.entrySet().stream()
        .filter(it -> it.getValue().isOpen() && isLate(it.getValue().begun().orElseThrow(), now))
        .map(Map.Entry::getKey)
        .toList();
  }

  long open() {
    return orders.values().stream().filter(Heard::isOpen).count();
  }

  /** How many were open when they were forgotten: of these nothing can be said. */
  long forgotten() {
    return forgotten;
  }

  private Verdict verdict(Heard heard) {
    if (heard.begun().isEmpty()) {
      return Verdict.NOTHING; // its beginning is late or was before our time
    }
    return heard
        .fulfilled()
        .map(end -> isLate(heard.begun().get(), end) ? Verdict.LATE : Verdict.IN_TIME)
        .orElse(Verdict.BEGUN);
  }

  private boolean isLate(Instant begun, Instant end) {
    return end.isAfter(begun.plus(promise.within()));
  }

  private void forget() {
    if (orders.size() > capacity) {
      Iterator<Heard> oldest = orders.values().iterator();
      if (oldest.next().isOpen()) {
        forgotten++;
      }
      oldest.remove();
    }
  }
}
