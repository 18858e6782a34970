package dev.orrery.gateway.cache;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is done for a request. Pure. */
sealed interface Choice {

  /** Served as it is kept. */
  record Serve(Kept kept) implements Choice {}

  /** Served as it is kept, and renewed for those who come after. */
  record ServeAndRenew(Kept kept) implements Choice {}

  /**
   * The upstream is asked.
   *
   * @param known what it may say that it still holds
   * @param alone whether nobody else's answer will do
   */
  record Ask(Why why, @Nullable Kept known, boolean alone) implements Choice {}

  /** In the words of RFC 9211. */
  enum Why {
    URI_MISS,
    VARY_MISS,
    STALE,
    REQUEST
  }

  /**
   * @param kept for the same target and the same values of what it varies by
   * @param others whether something is kept for the target and other values
   */
  static Choice of(@Nullable Kept kept, boolean others, Asked asked, Instant now) {
    if (kept == null) {
      return new Ask(
          others ? Why.VARY_MISS : Why.URI_MISS, null, asked.wantsFresh() || asked.authorized());
    }
    Lifetime lifetime = kept.lifetime();
    if (asked.authorized() && !lifetime.forAuthorized()) {
      return new Ask(Why.REQUEST, null, true);
    }
    Duration age = kept.age(now);
    if (asked.wantsFresh() || !asked.accepts(age, lifetime.fresh())) {
      return new Ask(Why.REQUEST, kept, true);
    }
    if (lifetime.isFresh(age)) {
      return new Serve(kept);
    }
    return lifetime.mayBeRevalidatedBehind(age)
        ? new ServeAndRenew(kept)
        : new Ask(Why.STALE, kept, false);
  }
}
