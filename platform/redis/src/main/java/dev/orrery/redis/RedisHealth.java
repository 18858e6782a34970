package dev.orrery.redis;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Without Redis a service is slower, not down: it says so and stays in service. */
final class RedisHealth implements HealthIndicator {
  private static final Status DEGRADED = new Status("DEGRADED", "works on without Redis");

  private final Redis redis;

  RedisHealth(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Health health() {
    try {
      redis.ask(Redis::time);
      return Health.up().build();
    } catch (RedisAway e) {
      return Health.status(DEGRADED).withDetail("reason", String.valueOf(e.getMessage())).build();
    }
  }
}
