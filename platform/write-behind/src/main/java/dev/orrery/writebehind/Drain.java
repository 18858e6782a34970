package dev.orrery.writebehind;

import dev.orrery.coordination.Fence;
import dev.orrery.coordination.Hold;
import dev.orrery.coordination.LockLost;
import dev.orrery.redis.RedisAway;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes what is dirty to the database. It may end at any line and be done again by whoever comes
 * next: a mark goes only after the commit, and only where the value is still the one that was
 * written.
 */
final class Drain<V> {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  /** What has been done of a batch. */
  enum Step {
    TAKEN,
    ADMITTED,
    WRITTEN,
    COMMITTED,
    SETTLED
  }

  private final Buffer buffer;
  private final BackingStore<V> store;
  private final JsonCodec<V> codec;
  private final AsideRows aside;
  private final Fence fence;
  private final TransactionOperations transactions;
  private final WriteBehindProperties properties;
  private final WriteBehindMetrics metrics;
  private final Consumer<Step> passed;

  Drain(
      Buffer buffer,
      BackingStore<V> store,
      JsonCodec<V> codec,
      AsideRows aside,
      Fence fence,
      TransactionOperations transactions,
      WriteBehindProperties properties,
      WriteBehindMetrics metrics,
      Consumer<Step> passed) {
    this.buffer = buffer;
    this.store = store;
    this.codec = codec;
    this.aside = aside;
    this.fence = fence;
    this.transactions = transactions;
    this.properties = properties;
    this.metrics = metrics;
    this.passed = passed;
  }

  /**
   * Writes one batch of what is due, or will be within a while. What fails for its own sake is put
   * off or set aside, and the rest is written.
   *
   * @throws LockLost when another is at it
   * @throws RuntimeException when the database or Redis fails; all that was not settled is still
   *     dirty
   */
  void batch(Shard shard, Hold hold, Duration within) {
    List<Buffer.Taken> taken = buffer.take(shard, properties.batch(), within);
    hold.check();
    passed.accept(Step.TAKEN);
    dropMarksOfNothing(shard, taken);
    List<Buffer.Taken> values = taken.stream().filter(it -> !it.version().isEmpty()).toList();
    if (values.isEmpty()) {
      return;
    }
    try {
      write(shard, hold, values);
    } catch (RuntimeException e) {
      if (!isTheValues(e)) {
        throw e;
      }
      for (Buffer.Taken value : values) {
        alone(shard, hold, value);
      }
    }
  }

  private void write(Shard shard, Hold hold, List<Buffer.Taken> values) {
    List<Change<V>> changes = values.stream().map(this::change).toList();
    Set<String> newer =
        Objects.requireNonNull(
            transactions.execute(_ -> {
              fence.admit(hold);
              passed.accept(Step.ADMITTED);
              Set<String> found = store.write(changes);
              aside.forget(buffer.name(), values);
              passed.accept(Step.WRITTEN);
              return found;
            }));
    passed.accept(Step.COMMITTED);
    buffer.settle(
        shard,
        values.stream()
            .map(it -> new Buffer.Settled(it.key(), it.version(), newer.contains(it.key())))
            .toList());
    passed.accept(Step.SETTLED);
    metrics.drained(values.size(), newer.size());
  }

  private void alone(Shard shard, Hold hold, Buffer.Taken value) {
    hold.check();
    try {
      write(shard, hold, List.of(value));
    } catch (RuntimeException e) {
      if (!isTheValues(e)) {
        throw e;
      }
      failed(shard, hold, value, e);
    }
  }

  private void failed(Shard shard, Hold hold, Buffer.Taken value, RuntimeException cause) {
    metrics.failed();
    int failures = value.failures() + 1;
    if (failures < properties.attempts()) {
      log.warn(
          "{} of {} was not written, attempt {}: {}",
          value.key(),
          buffer.name(),
          failures,
          cause.toString());
      buffer.defer(shard, value, properties.backoff(failures));
      return;
    }
    log.error("{} of {} is set aside", value.key(), buffer.name(), cause);
    transactions.executeWithoutResult(_ -> {
      fence.admit(hold);
      aside.add(buffer.name(), value, cause.toString());
    });
    buffer.setAside(shard, value);
  }

  private void dropMarksOfNothing(Shard shard, List<Buffer.Taken> taken) {
    List<Buffer.Settled> nothing =
        taken.stream()
            .filter(it -> it.version().isEmpty())
            .map(it -> new Buffer.Settled(it.key(), it.version(), false))
            .toList();
    if (!nothing.isEmpty()) {
      log.error("Redis has lost values of {} that were dirty: {}", buffer.name(), nothing);
      buffer.settle(shard, nothing);
    }
  }

  private Change<V> change(Buffer.Taken taken) {
    return new Change<>(taken.key(), Long.parseLong(taken.version()), codec.read(taken.data()));
  }

  /**
   * Whether the value is to blame, and would be the next time; else what it was to be written to.
   */
  private static boolean isTheValues(RuntimeException failure) {
    return switch (failure) {
      case LockLost _, RedisAway _, CancellationException _, TransactionException _ -> false;
      case DataAccessException access -> access instanceof DataIntegrityViolationException;
      default -> true;
    };
  }
}
