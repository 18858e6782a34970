package dev.orrery.order.live;

import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.OrderEvent.OrderPlaced;
import dev.orrery.messaging.BatchHandler;
import dev.orrery.messaging.Inbound;
import dev.orrery.web.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Tells those who watch an order that it has changed. Every instance sees every event, so it does
 * not matter which one moved the order. Thread-safe.
 */
@Component
public class OrderFeed implements BatchHandler<OrderEvent> {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final ConcurrentHashMap<UUID, Set<Watch>> watches = new ConcurrentHashMap<>();
  private final Semaphore places;

  OrderFeed(LiveProperties properties, MeterRegistry meters) {
    places = new Semaphore(properties.maxWatches());
    Gauge.builder(
            "orrery.live.watches",
            places,
            free -> properties.maxWatches() - free.availablePermits())
        .description("requests and streams that wait for an order to change")
        .register(meters);
  }

  /**
   * Begins to watch; changes from now on are seen by {@link Watch#await}.
   *
   * @throws org.springframework.web.ErrorResponseException 503 where too many are watching
   */
  public Watch watch(UUID orderId) {
    if (!places.tryAcquire()) {
      throw Problems.unavailable("Too many requests are waiting for orders.", ASK_AGAIN);
    }
    var watch = new Watch(orderId);
    watches.compute(
        orderId,
        (id, others) -> {
          Set<Watch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(watch);
          return all;
        });
    return watch;
  }

  @Override
  public void handle(List<Inbound<OrderEvent>> events) {
    for (Inbound<OrderEvent> event : events) {
      if (event.payload() instanceof OrderPlaced) {
        continue; // Whoever watches an order has seen that it is placed.
      }
      watches
          .getOrDefault(event.payload().orderId(), Set.of())
          .forEach(watch -> watch.changed.release());
    }
  }

  /** One watcher of one order; changes it has not looked at are one change. */
  public final class Watch implements AutoCloseable {
    private final UUID orderId;
    private final Semaphore changed = new Semaphore(0);

    private Watch(UUID orderId) {
      this.orderId = orderId;
    }

    /** Waits for a change, for at most so long. */
    public void await(Duration atMost) throws InterruptedException {
      if (changed.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        changed.drainPermits();
      }
    }

    @Override
    public void close() {
      watches.computeIfPresent(
          orderId,
          (id, all) -> {
            if (all.remove(this)) {
              places.release();
            }
            return all.isEmpty() ? null : all;
          });
    }
  }
}
