package dev.orrery.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns notifications from other instances into rings of this instance's bell. */
final class NotificationListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NotificationListener.class);
  private static final int WAIT_MILLIS = 1_000;

  private final DataSource dataSource;
  private final RelayBell bell;
  private volatile boolean open = true;
  private final java.util.concurrent.ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("outbox-notifications").factory());

  private NotificationListener(DataSource dataSource, RelayBell bell) {
    this.dataSource = dataSource;
    this.bell = bell;
  }

  static NotificationListener start(DataSource dataSource, RelayBell bell) {
    var listener = new NotificationListener(dataSource, bell);
    Future<?> unused = listener.executor.submit(listener::listen);
    return listener;
  }

  private void listen() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("listen " + RelayBell.CHANNEL);
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (open) {
        var notifications = postgres.getNotifications(WAIT_MILLIS);
        if (notifications != null && notifications.length > 0) {
          bell.ring();
        }
      }
      statement.execute("unlisten *");
    } catch (SQLException e) {
      // The relay's poll finds every row all the same, only later.
      log.warn("No longer listening for messages of other instances: {}", e.toString());
    }
  }

  @Override
  public void close() {
    open = false;
    executor.shutdown();
  }
}
