package dev.orrery.cache;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands where the database is: what is committed, and how often it was asked. */
final class Shelf {
  private final Map<String, Thing> things = new ConcurrentHashMap<>();
  final AtomicInteger loads = new AtomicInteger();
  final AtomicInteger atOnce = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();

  Optional<Thing> load(String key) {
    loads.incrementAndGet();
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try {
      return Optional.ofNullable(things.get(key));
    } finally {
      atOnce.decrementAndGet();
    }
  }

  /** The thing as it is after the commit. */
  Thing change(String key) {
    return things.merge(
        key, new Thing(key, 1), (before, _) -> new Thing(key, before.version() + 1));
  }
}
