package dev.orrery.writebehind;

import dev.orrery.redis.RedisAway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one instance to one shard, sent together: those that come while others are under
 * way make up the next step. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
  private static final int MOST_WAITING = 4096;
  private static final int MOST_AT_ONCE = 512;
  private static final long CLOCK_LOST = -1;

  private final Buffer buffer;
  private final Shard shard;
  private final LongSupplier newestVersion;
  private final BlockingQueue<Submitted> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread sender;
  private volatile boolean closed;

  private record Submitted(Buffer.Write write, CompletableFuture<Receipt> receipt) {}

  /**
   * @param version of the write; 0 where another than it replaces was there, -1 where there is no
   *     room
   * @param filled of the shard after it
   */
  record Receipt(long version, int filled) {}

  /**
   * @param newestVersion in the database, for when Redis has forgotten how far versions were
   */
  GroupCommit(Buffer buffer, Shard shard, LongSupplier newestVersion) {
    this.buffer = buffer;
    this.shard = shard;
    this.newestVersion = newestVersion;
    this.sender =
        Thread.ofVirtual().name("write-" + shard.buffer() + "-" + shard.number()).start(this::run);
  }

  /**
   * @throws BufferUnavailable where the write could not be sent, or nobody knows what became of it
   */
  Receipt submit(Buffer.Write write) {
    var submitted = new Submitted(write, new CompletableFuture<>());
    if (closed || !waiting.offer(submitted)) {
      throw closed
          ? BufferUnavailable.closed(shard.buffer())
          : BufferUnavailable.full(shard.buffer());
    }
    if (closed) {
      refuseWaiting();
    }
    try {
      return submitted.receipt().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    List<Submitted> group = new ArrayList<>(MOST_AT_ONCE);
    while (!closed) {
      try {
        group.add(waiting.take());
        waiting.drainTo(group, MOST_AT_ONCE - 1);
        send(group);
      } catch (InterruptedException | CancellationException _) {
        group.forEach(this::refuse);
      } catch (RedisAway e) {
        fail(group, BufferUnavailable.away(shard.buffer(), e));
      } catch (RuntimeException e) {
        fail(group, e);
      }
      group.clear();
    }
    refuseWaiting();
  }

  private void send(List<Submitted> group) {
    int[] sentAs = new int[group.size()];
    List<Buffer.Write> writes = coalesced(group, sentAs);
    Buffer.Written written = buffer.write(shard, "", writes);
    if (written.filled() == CLOCK_LOST) {
      written = buffer.write(shard, Long.toString(newestVersion.getAsLong()), writes);
    }
    for (int i = 0; i < sentAs.length; i++) {
      long version = written.versions().get(sentAs[i]);
      group.get(i).receipt().complete(new Receipt(version, written.filled()));
    }
  }

  /**
   * Of writes of one key that replace whatever is there the last will do, unless another depends on
   * what comes before it.
   */
  private static List<Buffer.Write> coalesced(List<Submitted> group, int[] sentAs) {
    List<Buffer.Write> writes = new ArrayList<>(group.size());
    Map<String, Integer> last = HashMap.newHashMap(group.size());
    for (int i = 0; i < sentAs.length; i++) {
      Buffer.Write write = group.get(i).write();
      @Nullable Integer before = last.get(write.key());
      if (before != null && write.isBlind() && writes.get(before).isBlind()) {
        writes.set(before, write);
        sentAs[i] = before;
      } else {
        last.put(write.key(), writes.size());
        sentAs[i] = writes.size();
        writes.add(write);
      }
    }
    return writes;
  }

  private static void fail(List<Submitted> group, RuntimeException cause) {
    group.forEach(submitted -> submitted.receipt().completeExceptionally(cause));
  }

  private void refuse(Submitted submitted) {
    submitted.receipt().completeExceptionally(BufferUnavailable.closed(shard.buffer()));
  }

  private void refuseWaiting() {
    List<Submitted> late = new ArrayList<>();
    waiting.drainTo(late);
    late.forEach(this::refuse);
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
  }
}
