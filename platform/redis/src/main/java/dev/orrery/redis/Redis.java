package dev.orrery.redis;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.client.protocol.Time;

/** Asks Redis and waits, but never for long. Thread-safe. */
public final class Redis {
  private final RedissonClient client;
  private final CircuitBreaker breaker;
  private final Duration timeout;

  Redis(RedissonClient client, CircuitBreaker breaker, Duration timeout) {
    this.client = client;
    this.breaker = breaker;
    this.timeout = timeout;
  }

  /** For what answers by itself later: topics, listeners. It is not guarded. */
  public RedissonClient client() {
    return client;
  }

  /**
   * The answer to one command.
   *
   * @throws RedisAway when there is none; the command may have been carried out all the same
   * @throws CancellationException when the caller was interrupted, and still is
   */
  public <T> T ask(Function<RedissonClient, ? extends Future<T>> command) {
    return translated(() -> breaker.executeCallable(answer(command, timeout)));
  }

  /**
   * The same for a command that waits by intent, for so long at most.
   *
   * @param patience what it may take beyond the time limit of commands
   */
  public <T> T await(Duration patience, Function<RedissonClient, ? extends Future<T>> command) {
    if (breaker.getState() != State.CLOSED) {
      // What waits by intent is no trial: it would tell too late.
      ask(Redis::time);
    }
    try {
      return translated(answer(command, patience.plus(timeout)));
    } catch (RedisAway e) {
      breaker.onError(0, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  static RFuture<Time> time(RedissonClient client) {
    return client.getRedisNodes(RedisNodes.SINGLE).getInstance().timeAsync();
  }

  private static <T> T translated(Callable<T> answer) {
    try {
      return answer.call();
    } catch (CallNotPermittedException | TimeoutException | RedisException | IOException e) {
      throw new RedisAway(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while Redis was asked");
      cancelled.initCause(e);
      throw cancelled;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether commands are being sent: not so for a while after several have failed. */
  public boolean isAnswering() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> false;
      case CLOSED, HALF_OPEN, DISABLED, METRICS_ONLY -> true;
    };
  }

  private <T> Callable<T> answer(
      Function<RedissonClient, ? extends Future<T>> command, Duration limit) {
    return () -> {
      Future<T> reply = begin(command);
      try {
        return reply.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | InterruptedException e) {
        reply.cancel(true);
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    };
  }

  /** The first command connects, and what goes wrong then comes wrapped. */
  private <T> Future<T> begin(Function<RedissonClient, ? extends Future<T>> command) {
    try {
      return command.apply(client);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RedisException cause ? cause : e;
    }
  }
}
