package dev.orrery.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Sends what is in the outbox, oldest first, and deletes what Kafka has acknowledged.
 *
 * <p>One instance of a service relays at a time: the one whose database session holds an advisory
 * lock. All its reading and deleting goes through that very session, so an instance that has lost
 * the lock cannot go on; one that is paused or cut off loses its session, and with it the lock,
 * after 20 seconds. A crash between acknowledgement and deletion sends again; receivers know the
 * message by its id.
 */
final class OutboxRelay implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A next turn that comes before deletes on its way. */
  private static final Duration DELETED_WITHIN = Duration.ofMillis(50);

  private final DataSource dataSource;
  private final KafkaOperations<String, byte[]> kafka;
  private final CloudEventHeaders headers;
  private final MessageTraces traces;
  private final RelayBell bell;
  private final MessagingProperties properties;
  private volatile @Nullable Thread thread;

  OutboxRelay(
      DataSource dataSource,
      KafkaOperations<String, byte[]> kafka,
      CloudEventHeaders headers,
      MessageTraces traces,
      RelayBell bell,
      MessagingProperties properties) {
    this.dataSource = dataSource;
    this.kafka = kafka;
    this.headers = headers;
    this.traces = traces;
    this.bell = bell;
    this.properties = properties;
  }

  private void run() {
    Duration pause = properties.relayPollInterval();
    while (isRunning()) {
      try (Connection session = dataSource.getConnection()) {
        try (var outbox = OutboxSession.open(session)) {
          if (outbox.lead()) {
            relayWhileLeading(outbox);
          }
        }
        pause = properties.relayPollInterval();
        bell.await(pause);
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | RuntimeException e) {
        if (!isRunning()) {
          return;
        }
        log.warn("The outbox relay rests for {} because: {}", pause, e.toString());
        pause = restAfterFailure(pause);
      }
    }
  }

  private Duration restAfterFailure(Duration pause) {
    try {
      bell.await(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void relayWhileLeading(OutboxSession outbox) throws SQLException, InterruptedException {
    bell.relayIsHere(true);
    log.info("This instance now relays the outbox");
    try (var listener = NotificationListener.start(dataSource, bell)) {
      List<Long> acknowledged = List.of();
      while (isRunning()) {
        bell.hush();
        long began = System.nanoTime();
        List<OutboxRow> rows = outbox.next(acknowledged, properties.relayBatchSize());
        acknowledged = send(outbox, rows);
        if (rows.size() == properties.relayBatchSize()) {
          continue;
        }
        if (!bell.await(DELETED_WITHIN)) {
          outbox.delete(acknowledged);
          acknowledged = List.of();
          bell.await(properties.relayPollInterval());
        }
        gather(began);
      }
      outbox.delete(acknowledged);
    } finally {
      bell.relayIsHere(false);
    }
  }

  /** Turns that come fast on each other cost more than the little wait that joins them. */
  private void gather(long began) throws InterruptedException {
    long left = properties.relayRest().toNanos() - (System.nanoTime() - began);
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  /**
   * @return the positions of what Kafka has acknowledged: of all the rows
   * @throws KafkaException if it has not acknowledged all; what it has is deleted
   */
  private List<Long> send(OutboxSession outbox, List<OutboxRow> rows) throws SQLException {
    List<CompletableFuture<Long>> sends = new ArrayList<>(rows.size());
    for (OutboxRow row : rows) {
      CompletableFuture<Long> send = send(row);
      sends.add(send);
      if (send.isCompletedExceptionally()) {
        break; // What comes after it may be of the same key and must not overtake it.
      }
    }
    List<Long> acknowledged = new ArrayList<>(rows.size());
    Throwable failure = null;
    for (CompletableFuture<Long> send : sends) {
      try {
        acknowledged.add(send.join());
      } catch (CompletionException e) {
        failure = e.getCause();
      }
    }
    if (failure != null) {
      outbox.delete(acknowledged);
      throw new KafkaException("Kafka did not acknowledge a message", failure);
    }
    return acknowledged;
  }

  private CompletableFuture<Long> send(OutboxRow row) {
    try {
      return traces.under(
          row.traceparent(),
          () -> kafka.send(headers.record(row)).thenApply(acknowledged -> row.position()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void start() {
    thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
    thread.start();
  }

  @Override
  public void stop() {
    Thread relay = thread;
    thread = null;
    if (relay == null) {
      return;
    }
    bell.ring();
    try {
      if (!relay.join(LONGEST_PAUSE)) {
        relay.interrupt();
      }
    } catch (InterruptedException e) {
      relay.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  /** Stops after the web server and the consumers, whose last messages it still sends. */
  @Override
  public int getPhase() {
    return 0;
  }
}
