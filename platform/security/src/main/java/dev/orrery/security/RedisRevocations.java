package dev.orrery.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orrery.redis.Redis;
import dev.orrery.redis.RedisAway;
import dev.orrery.security.SecurityProperties.Revocation;
import dev.orrery.security.SecurityProperties.WhenAway;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/**
 * The list of all instances, in Redis, by token id, each until its token expires. What is read is
 * believed for a moment, so that one who asks often is not asked about each time.
 */
final class RedisRevocations implements Revocations {
  private static final String PREFIX = "orrery:revoked:";
  private static final String CHECKS = "orrery.security.revocation.checks";
  private static final int REMEMBERED = 10_000;

  private enum Verdict {
    GOOD,
    REVOKED,
    UNKNOWN
  }

  private final Redis redis;
  private final Revocation properties;
  private final MeterRegistry meters;
  private final Cache<String, Verdict> verdicts;

  RedisRevocations(Redis redis, Revocation properties, MeterRegistry meters) {
    this.redis = redis;
    this.properties = properties;
    this.meters = meters;
    this.verdicts =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(properties.recheck())
            .build();
  }

  /**
   * From now on here, and everywhere once what is believed there has been forgotten.
   *
   * @throws RedisAway where the list may not have been written
   */
  void revoke(String tokenId, Duration keep) {
    redis.ask(client -> client.getBucket(PREFIX + tokenId).setAsync(1, keep));
    verdicts.put(tokenId, Verdict.REVOKED);
  }

  @Override
  public boolean isRevoked(String tokenId) {
    return switch (verdicts.get(tokenId, this::ask)) {
      case GOOD -> false;
      case REVOKED -> true;
      case UNKNOWN -> {
        if (properties.whenAway() == WhenAway.CLOSED) {
          throw new CannotVerify("The list of revoked tokens cannot be read.");
        }
        yield false;
      }
    };
  }

  private Verdict ask(String tokenId) {
    Verdict verdict;
    try {
      verdict =
          redis.ask(client -> client.getBucket(PREFIX + tokenId).isExistsAsync())
              ? Verdict.REVOKED
              : Verdict.GOOD;
    } catch (RedisAway _) {
      verdict = Verdict.UNKNOWN;
    }
    meters.counter(CHECKS, "found", verdict.name().toLowerCase(Locale.ROOT)).increment();
    return verdict;
  }
}
