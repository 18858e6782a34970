package dev.orrery.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Of all in this instance who want the same at the same time, one goes and brings it for all. */
final class Flights<T> {
  private final ConcurrentHashMap<String, CompletableFuture<T>> flights = new ConcurrentHashMap<>();

  /** What goes wrong goes wrong for all of them. */
  T join(String key, Supplier<T> journey) {
    var mine = new CompletableFuture<T>();
    CompletableFuture<T> others = flights.putIfAbsent(key, mine);
    if (others != null) {
      return landed(others);
    }
    try {
      mine.complete(journey.get());
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      flights.remove(key, mine);
    }
    return landed(mine);
  }

  private static <T> T landed(CompletableFuture<T> flight) {
    try {
      return flight.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
