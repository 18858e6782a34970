package dev.orrery.gateway.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Of all who miss the same thing at the same time, one asks. Thread-safe. */
final class Flights {

  /** Who can do with the same answer. */
  record Wish(Target target, Map<String, String> variant) {}

  private final ConcurrentHashMap<Wish, CompletableFuture<Optional<Kept>>> underWay =
      new ConcurrentHashMap<>();

  /** One's own, which must land; or that of somebody else, who asks already. */
  Flight join(Wish wish) {
    CompletableFuture<Optional<Kept>> own = new CompletableFuture<>();
    CompletableFuture<Optional<Kept>> before = underWay.putIfAbsent(wish, own);
    return new Flight(wish, before == null ? own : before, before == null);
  }

  final class Flight {

    private final Wish wish;
    private final CompletableFuture<Optional<Kept>> landing;
    private final boolean isOwn;

    private Flight(Wish wish, CompletableFuture<Optional<Kept>> landing, boolean isOwn) {
      this.wish = wish;
      this.landing = landing;
      this.isOwn = isOwn;
    }

    boolean isOwn() {
      return isOwn;
    }

    void land(Optional<Kept> brought) {
      underWay.remove(wish, landing);
      landing.complete(brought);
    }

    /** None where it came to nothing that can be shared, or takes longer. */
    Optional<Kept> await(Duration patience) throws InterruptedException {
      try {
        return landing.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a flight lands and does not fail", e);
      }
    }
  }
}
