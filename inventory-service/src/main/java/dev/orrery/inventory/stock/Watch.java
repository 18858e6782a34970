package dev.orrery.inventory.stock;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one watcher has yet to be told: of each product the latest, nothing twice. It holds one
 * number for each product and no more, however slowly it is read. Thread-safe.
 */
public final class Watch implements AutoCloseable {

  /** Told of a watch that there is something to read, or that there will be no more. */
  public interface Watcher {
    void news();

    void ended();
  }

  /** Pieces that could be reserved. */
  public record News(String sku, long available) {}

  private final Set<String> skus;
  private final Watcher watcher;
  private final Consumer<Watch> onClose;
  private final Map<String, Long> told = new HashMap<>();
  private final Map<String, Long> untold = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param levels to begin with, of all that is of interest
   */
  Watch(Map<String, Long> levels, Watcher watcher, Consumer<Watch> onClose) {
    this.skus = Set.copyOf(levels.keySet());
    this.untold.putAll(levels);
    this.watcher = watcher;
    this.onClose = onClose;
  }

  Set<String> skus() {
    return skus;
  }

  /** So it is now. */
  void offer(Map<String, Long> levels) {
    if (take(levels)) {
      watcher.news();
    }
  }

  private synchronized boolean take(Map<String, Long> levels) {
    for (String sku : skus) {
      Long now = levels.get(sku);
      if (now == null || now.equals(told.get(sku))) {
        untold.remove(sku);
      } else {
        untold.put(sku, now);
      }
    }
    return !untold.isEmpty();
  }

  /** What is longest untold. */
  public synchronized Optional<News> next() {
    Iterator<Map.Entry<String, Long>> first = untold.entrySet().iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    var news = Map.Entry.copyOf(first.next());
    first.remove();
    told.put(news.getKey(), news.getValue());
    return Optional.of(new News(news.getKey(), news.getValue()));
  }

  /** Closes it, and tells the watcher so. */
  void end() {
    close();
    watcher.ended();
  }

  /** Once; whatever is called after that does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    onClose.accept(this);
  }
}
