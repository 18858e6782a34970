package dev.orrery.gateway.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Of all who miss the same thing at the same time, one asks. Thread-safe. */
final class Flights {

  /** Who can do with the same answer. */
  record Wish(Target target, Map<String, String> variant) {}

  private final ConcurrentHashMap<Wish, CompletableFuture<Optional<Kept>>> underWay =
      new ConcurrentHashMap<>();

  /** One's own, that must land; null where somebody else asks already. */
  @Nullable Flight depart(Wish wish) {
    CompletableFuture<Optional<Kept>> landing = new CompletableFuture<>();
    return underWay.putIfAbsent(wish, landing) == null ? new Flight(wish, landing) : null;
  }

  /**
   * What somebody else brings; none where it came to nothing that can be shared, or takes longer.
   */
  Optional<Kept> await(Wish wish, Duration patience) throws InterruptedException {
    CompletableFuture<Optional<Kept>> landing = underWay.get(wish);
    if (landing == null) {
      return Optional.empty();
    }
    try {
      return landing.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a flight lands and does not fail", e);
    }
  }

  final class Flight {

    private final Wish wish;
    private final CompletableFuture<Optional<Kept>> landing;

    private Flight(Wish wish, CompletableFuture<Optional<Kept>> landing) {
      this.wish = wish;
      this.landing = landing;
    }

    void land(Optional<Kept> brought) {
      underWay.remove(wish, landing);
      landing.complete(brought);
    }
  }
}
