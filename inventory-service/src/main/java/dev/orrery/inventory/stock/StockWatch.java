package dev.orrery.inventory.stock;

import dev.orrery.inventory.stock.Watch.Watcher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Tells how many pieces there are whenever that has changed, by one look at the stock for all who
 * watch this instance. While a watch is open and silent nothing has changed: where the stock cannot
 * be looked at, all watches end. Thread-safe.
 */
@Component
public final class StockWatch {
  private static final Logger log = LoggerFactory.getLogger(StockWatch.class);

  private final StockLevels stock;
  private final Semaphore places;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  StockWatch(StockLevels stock, WatchProperties properties, MeterRegistry meters) {
    this.stock = stock;
    this.places = new Semaphore(properties.places());
    Gauge.builder("orrery.stock.watches", watches, Set::size)
        .description("callers that watch the stock in this instance")
        .register(meters);
  }

  /**
   * To be closed by the watcher; none where all places are taken.
   *
   * @param levels to begin with, of all that is of interest
   */
  public Optional<Watch> open(Map<String, Long> levels, Watcher watcher) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    var watch = new Watch(levels, watcher, this::closed);
    watches.add(watch);
    return Optional.of(watch);
  }

  private void closed(Watch watch) {
    watches.remove(watch);
    places.release();
  }

  /** Called again and again, and one look at a time: what was read later is told later. */
  public synchronized void look() {
    List<Watch> looking = List.copyOf(watches);
    if (looking.isEmpty()) {
      return;
    }
    var skus = new HashSet<String>();
    looking.forEach(watch -> skus.addAll(watch.skus()));
    try {
      Map<String, Long> levels = stock.available(skus);
      looking.forEach(watch -> watch.offer(levels));
    } catch (DataAccessException e) {
      log.warn("{} watches of the stock end: {}", looking.size(), e.toString());
      looking.forEach(Watch::end);
    }
  }

  /** All that are open. */
  public void end() {
    List.copyOf(watches).forEach(Watch::end);
  }
}
