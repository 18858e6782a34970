package dev.orrery.redis;

/** Redis did not answer in time, or was not asked because it has not been answering. */
public final class RedisAway extends RuntimeException {
  RedisAway(Throwable cause) {
    super("Redis does not answer: " + cause.getMessage(), cause);
  }
}
