package dev.orrery.cache;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** How well each cache of this instance serves, and what to do about it. */
@Endpoint(id = "cacheadvice")
public final class CacheAdviceEndpoint {
  private final Caches caches;

  CacheAdviceEndpoint(Caches caches) {
    this.caches = caches;
  }

  /**
   * @param local percent of gets answered from memory
   * @param remote percent of gets answered from Redis
   * @param loaded percent of gets that had to be loaded
   * @param readsPerChange gets for each change that was made or heard of
   */
  public record CacheAdvice(
      String cache,
      long gets,
      String local,
      String remote,
      String loaded,
      String meanLoadMillis,
      long changes,
      String readsPerChange,
      long size,
      int capacity,
      String advice) {

    static CacheAdvice of(Usage usage) {
      return new CacheAdvice(
          usage.cache(),
          usage.gets(),
          number(100 * usage.localRate()),
          number(100 * usage.remoteRate()),
          number(usage.gets() == 0 ? 0 : 100 - 100 * usage.hitRate()),
          number(usage.meanLoad().toNanos() / 1e6),
          usage.changes(),
          number((double) usage.gets() / Math.max(1, usage.changes())),
          usage.size(),
          usage.capacity(),
          usage.advice());
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
  }

  @ReadOperation
  public List<CacheAdvice> advice() {
    return caches.all().stream().map(TwoLevelCache::usage).map(CacheAdvice::of).toList();
  }
}
