package dev.orrery.gateway.cache;

import java.time.Duration;
import java.util.Locale;

/** The field {@code Cache-Status} of RFC 9211: what became of a request here. */
record CacheStatus(String text) {

  static final String FIELD = "Cache-Status";

  private static final String NAME = "orrery-gateway";

  /** Served from here; what is stale has less than no time to live. */
  static CacheStatus hit(Duration toLive) {
    return new CacheStatus(NAME + "; hit; ttl=" + Math.floorDiv(toLive.toMillis(), 1000));
  }

  static CacheStatus forwarded(Choice.Why why) {
    return forwarded(why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  static CacheStatus forwarded(String why) {
    return new CacheStatus(NAME + "; fwd=" + why);
  }

  CacheStatus answered(int status) {
    return new CacheStatus(text + "; fwd-status=" + status);
  }

  CacheStatus stored() {
    return new CacheStatus(text + "; stored");
  }

  /** Somebody else's answer, who had asked the same. */
  CacheStatus collapsed() {
    return new CacheStatus(text + "; collapsed");
  }

  CacheStatus detail(String word) {
    return new CacheStatus(text + "; detail=" + word);
  }
}
