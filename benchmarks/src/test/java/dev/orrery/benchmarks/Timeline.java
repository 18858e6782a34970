package dev.orrery.benchmarks;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.kafka.support.ProducerListener;

/**
 * When each message was committed and when Kafka acknowledged it. Messages are numbered from 0; the
 * number is in the key. Thread-safe.
 */
final class Timeline implements ProducerListener<Object, Object> {
  private AtomicLongArray committed = new AtomicLongArray(0);
  private AtomicLongArray acknowledged = new AtomicLongArray(0);
  private final LongAdder commits = new LongAdder();
  private final LongAdder acknowledgements = new LongAdder();

  /** Forgets everything; only while nothing is under way. */
  void reset(int atMost) {
    committed = new AtomicLongArray(atMost);
    acknowledged = new AtomicLongArray(atMost);
    commits.reset();
    acknowledgements.reset();
  }

  int capacity() {
    return committed.length();
  }

  static UUID key(int number) {
    return new UUID(0, number);
  }

  void commit(int first, int count, long nanos) {
    for (int number = first; number < first + count; number++) {
      committed.set(number, nanos);
    }
    commits.add(count);
  }

  @Override
  public void onSuccess(ProducerRecord<Object, Object> record, RecordMetadata metadata) {
    if (!(record.key() instanceof String key)) {
      return; // A raw send has none.
    }
    int number = (int) UUID.fromString(key).getLeastSignificantBits();
    if (acknowledged.compareAndSet(number, 0, System.nanoTime())) {
      acknowledgements.increment();
    }
  }

  long commits() {
    return commits.sum();
  }

  long acknowledgements() {
    return acknowledgements.sum();
  }

  /** Committed and not acknowledged. */
  long backlog() {
    long seen = acknowledgements();
    return Math.max(0, commits() - seen);
  }

  /** From commit to acknowledgement; what is acknowledged before its commit returns took 0. */
  Latencies latencies() {
    int count = (int) commits();
    long[] nanos = new long[count];
    for (int number = 0; number < count; number++) {
      nanos[number] = Math.max(0, acknowledged.get(number) - committed.get(number));
    }
    Arrays.sort(nanos);
    return new Latencies(nanos);
  }

  /** Sorted nanoseconds. */
  record Latencies(long[] nanos) {

    @Override
    public String toString() {
      return "p50 %d ms, p99 %d ms, worst %d ms".formatted(at(0.5), at(0.99), at(1));
    }

    private long at(double share) {
      return nanos.length == 0
          ? 0
          : NANOSECONDS.toMillis(nanos[(int) (share * (nanos.length - 1))]);
    }
  }
}
