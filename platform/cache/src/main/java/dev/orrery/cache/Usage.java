package dev.orrery.cache;

import java.time.Duration;

/**
 * How a cache was used since this instance started.
 *
 * @param local gets answered from memory
 * @param remote gets answered from Redis
 * @param loads gets that had to be loaded
 * @param meanLoad how long that took
 * @param changes here and, as far as they were heard of, elsewhere
 * @param size entries in memory now
 * @param capacity entries in memory at most
 */
record Usage(
    String cache,
    long local,
    long remote,
    long loads,
    Duration meanLoad,
    long changes,
    long size,
    int capacity) {
  private static final int ENOUGH = 200;

  long gets() {
    return local + remote + loads;
  }

  double localRate() {
    return share(local);
  }

  double remoteRate() {
    return share(remote);
  }

  double hitRate() {
    return share(local + remote);
  }

  private double share(long part) {
    return gets() == 0 ? 0 : (double) part / gets();
  }

  private boolean isFull() {
    return size >= capacity * 0.95;
  }

  /** One sentence on what to do, the most pressing. */
  String advice() {
    if (gets() < ENOUGH) {
      return "Too little was asked to say anything yet.";
    }
    if (changes * 5 > gets()) {
      return "It changes almost as often as it is read: without this cache there would be less to do.";
    }
    if (hitRate() < 0.5 && isFull()) {
      return "It is full and misses more than it hits: raise size.";
    }
    if (hitRate() < 0.5) {
      return "Hardly anything is asked for twice in its time: raise ttl, or do without this cache.";
    }
    if (localRate() < 0.5 && isFull()) {
      return "Redis answers what memory has no room for: raise size.";
    }
    if (localRate() < 0.5) {
      return "Redis answers more than memory does: raise local-ttl if that much staleness is bearable.";
    }
    if (meanLoad.compareTo(Duration.ofMillis(1)) < 0 && loads > 0) {
      return "It serves well, but a load takes less than a millisecond: is it needed?";
    }
    return "It serves well.";
  }
}
