package dev.orrery.writebehind;

import dev.orrery.coordination.Fence;
import dev.orrery.coordination.FencedLocks;
import dev.orrery.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the buffers of a service, drains them while it runs and flushes them when it stops, after
 * its last request. Thread-safe.
 */
public final class WriteBehinds implements SmartLifecycle {
  private final Redis redis;
  private final FencedLocks locks;
  private final Fence fence;
  private final AsideRows aside;
  private final TransactionOperations transactions;
  private final JsonMapper json;
  private final WriteBehindProperties properties;
  private final MeterRegistry meters;

  private final Map<String, Wired> buffers = new LinkedHashMap<>();
  private List<ShardDrainer> drainers = List.of();
  private volatile boolean running;

  private record Wired(
      Buffer buffer, WriteBehind<?> values, Drain<?> drain, WriteBehindMetrics metrics) {}

  WriteBehinds(
      Redis redis,
      FencedLocks locks,
      Fence fence,
      JdbcClient jdbc,
      TransactionOperations transactions,
      JsonMapper json,
      WriteBehindProperties properties,
      MeterRegistry meters) {
    this.redis = redis;
    this.locks = locks;
    this.fence = fence;
    this.aside = new AsideRows(jdbc);
    this.transactions = transactions;
    this.json = json;
    this.properties = properties;
    this.meters = meters;
  }

  /**
   * A buffer, to be made once and before the service has started.
   *
   * @param name of small letters, digits and dashes; the same in every instance
   */
  public synchronized <V> WriteBehind<V> of(String name, Class<V> type, BackingStore<V> store) {
    if (running || buffers.containsKey(name)) {
      throw new IllegalStateException("too late for a buffer, or it is there: " + name);
    }
    var buffer = new Buffer(redis, name, properties);
    var codec = new JsonCodec<>(json, type);
    var metrics = new WriteBehindMetrics(meters, name);
    var values = new WriteBehind<>(buffer, store, codec, properties, metrics);
    var drain =
        new Drain<>(buffer, store, codec, aside, fence, transactions, properties, metrics, _ -> {});
    buffers.put(name, new Wired(buffer, values, drain, metrics));
    return values;
  }

  synchronized List<Buffer> buffers() {
    return buffers.values().stream().map(Wired::buffer).toList();
  }

  AsideRows aside() {
    return aside;
  }

  @Override
  public synchronized void start() {
    running = true;
    List<ShardDrainer> started = new ArrayList<>();
    for (Wired wired : buffers.values()) {
      for (Shard shard : wired.buffer().shards()) {
        started.add(
            new ShardDrainer(
                shard, wired.buffer(), wired.drain(), locks, properties, wired.metrics()));
      }
    }
    drainers = List.copyOf(started);
  }

  @Override
  public synchronized void stop() {
    buffers.values().forEach(wired -> wired.values().close());
    drainers.forEach(ShardDrainer::stop);
    try {
      for (ShardDrainer drainer : drainers) {
        drainer.await();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stopped after everything that may still write. */
  @Override
  public int getPhase() {
    return 0;
  }
}
