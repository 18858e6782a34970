package dev.orrery.cache;

import dev.orrery.redis.Redis;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RTopic;
import org.redisson.api.listener.BaseStatusListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Listens to the other instances for as long as the service runs. Where Redis is away at the start
 * it tries again; afterwards Redisson subscribes anew by itself, and says so. What could not be
 * told is told when Redis answers again.
 */
final class Notices implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Redis redis;
  private final Collection<TwoLevelCache<?>> caches;
  private final Duration renewal;
  private final Set<String> listening = new HashSet<>();
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("cache-notices").daemon().factory());
  private volatile boolean running;

  /**
   * @param renewal how often the known keys are read anew
   */
  Notices(Redis redis, Collection<TwoLevelCache<?>> caches, Duration renewal) {
    this.redis = redis;
    this.caches = caches;
    this.renewal = renewal;
  }

  @Override
  public void start() {
    running = true;
    worker.scheduleWithFixedDelay(this::keepUp, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    worker.scheduleWithFixedDelay(
        this::renewKnownKeys, 0, renewal.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void keepUp() {
    for (TwoLevelCache<?> cache : caches) {
      if (!redis.isAnswering()) {
        return;
      }
      try {
        if (!listening.contains(cache.name())) {
          listen(cache);
          listening.add(cache.name());
        }
        cache.catchUp();
      } catch (RuntimeException e) {
        log.warn("The cache {} cannot keep up: {}", cache.name(), e.toString());
      }
    }
  }

  private void renewKnownKeys() {
    for (TwoLevelCache<?> cache : caches) {
      try {
        cache.renewKnownKeys();
      } catch (RuntimeException e) {
        log.warn("The keys of the cache {} stay as they were: {}", cache.name(), e.toString());
      }
    }
  }

  private void listen(TwoLevelCache<?> cache) {
    RTopic topic = cache.remote().topic();
    topic.removeAllListeners();
    topic.addListener(String.class, (_, text) -> cache.heard(Notice.parse(text)));
    topic.addListener(
        new BaseStatusListener() {
          @Override
          public void onSubscribe(String channel) {
            cache.connected();
          }
        });
    // What was kept before nobody corrected.
    cache.connected();
  }

  @Override
  public void stop() {
    running = false;
    worker.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
