package dev.orrery.coordination;

import dev.orrery.redis.Redis;
import dev.orrery.redis.RedisAway;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.client.codec.StringCodec;

/**
 * Permits that lapse, counted over all instances: so many at a time, and those of a holder who died
 * come back by themselves. They thin out a crowd; a Redis that forgot lets too many in, so what
 * must not happen too often is decided elsewhere. Thread-safe.
 */
public final class Semaphores {
  private static final String ACQUIRE = script("acquire.lua");

  private final Redis redis;
  private final MeterRegistry meters;

  Semaphores(Redis redis, MeterRegistry meters) {
    this.redis = redis;
    this.meters = meters;
  }

  /**
   * Takes all these permits or none, without waiting.
   *
   * @param permit under which they are given back
   * @param capacity how many there are by now; who came when there were more stays in
   * @param lease to whole milliseconds
   */
  public Admission tryAcquire(
      LockName semaphore, UUID permit, int capacity, int permits, Duration lease) {
    if (permits < 1 || lease.toMillis() < 1) {
      throw new IllegalArgumentException("%d permits for %s".formatted(permits, lease));
    }
    Admission admission = ask(semaphore, permit, capacity, permits, lease);
    meters
        .counter("orrery.semaphore", "semaphore", semaphore.kind(), "outcome", outcome(admission))
        .increment();
    return admission;
  }

  private Admission ask(
      LockName semaphore, UUID permit, int capacity, int permits, Duration lease) {
    try {
      List<Long> answer =
          redis.ask(client ->
              client
                  .getScript(StringCodec.INSTANCE)
                  .<List<Long>>evalAsync(
                      Mode.READ_WRITE,
                      ACQUIRE,
                      ReturnType.LIST,
                      List.of(key(semaphore)),
                      Integer.toString(capacity),
                      Integer.toString(permits),
                      Long.toString(lease.toMillis()),
                      permit.toString()));
      return answer.getFirst() == 1
          ? new Admission.Admitted(Instant.ofEpochMilli(answer.getLast()))
          : new Admission.Full(Duration.ofMillis(answer.getLast()));
    } catch (RedisAway e) {
      return new Admission.Unavailable(e);
    }
  }

  /** Gives them back. False when they had lapsed, or Redis is away: then they will. */
  public boolean release(LockName semaphore, UUID permit, int permits) {
    List<Object> members =
        IntStream.rangeClosed(1, permits).<Object>mapToObj(n -> permit + ":" + n).toList();
    try {
      return redis.ask(client ->
          client
              .<Object>getScoredSortedSet(key(semaphore), StringCodec.INSTANCE)
              .removeAllAsync(members));
    } catch (RedisAway _) {
      return false;
    }
  }

  private static String outcome(Admission admission) {
    return switch (admission) {
      case Admission.Admitted _ -> "admitted";
      case Admission.Full _ -> "full";
      case Admission.Unavailable _ -> "unavailable";
    };
  }

  private static String key(LockName semaphore) {
    return "semaphore:" + semaphore;
  }

  private static String script(String name) {
    try (InputStream in = Semaphores.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
