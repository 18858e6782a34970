/**
 * The way to Redis. What is asked of it is answered soon or is {@link dev.orrery.redis.RedisAway}:
 * commands have a time limit, and a breaker spares the callers of a Redis that does not answer the
 * wait. A service starts without it and notices when it comes.
 *
 * <p>Nothing that must not be lost lives in Redis alone, and nothing is decided by it: it makes
 * things fast and keeps out of each other's way those who would only disturb each other.
 */
@NullMarked
package dev.orrery.redis;

import org.jspecify.annotations.NullMarked;
