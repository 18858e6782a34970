package dev.orrery.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The one database session through which an instance leads, reads and deletes. */
final class OutboxSession implements AutoCloseable {
  // Any constant will do, as long as every instance of a service uses the same.
  private static final long LOCK = 0x0E7B0C5L;

  private final Connection connection;
  private boolean leads;

  private OutboxSession(Connection connection) {
    this.connection = connection;
  }

  static OutboxSession open(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    // A deletion lost in a crash is a message sent again, which is harmless; waiting is not.
    execute(connection, "set synchronous_commit = off");
    // A plan made while the table was empty reads the whole table, and stays when it is full.
    execute(connection, "set enable_seqscan = off");
    // The lease: a leader that is paused or cut off is idle, and the database then lets it go.
    execute(connection, "set idle_session_timeout = '20s'");
    return new OutboxSession(connection);
  }

  /** Whether this session is now the one that relays. */
  boolean lead() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      statement.setLong(1, LOCK);
      try (ResultSet result = statement.executeQuery()) {
        leads = result.next() && result.getBoolean(1);
      }
    }
    return leads;
  }

  /**
   * Deletes what was acknowledged and reads what is next, in one round trip.
   *
   * @return the oldest rows first, at most as many as the limit
   */
  List<OutboxRow> next(List<Long> acknowledged, int limit) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            delete from outbox where position = any(?);
            select position, message_id, topic, message_key, message_type, correlation_id,
                   causation_id, reply_to, traceparent, body, created_at
              from outbox order by position limit ?
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", acknowledged.toArray()));
      statement.setInt(2, limit);
      statement.execute();
      statement.getMoreResults(); // past what the deletion says
      try (ResultSet result = statement.getResultSet()) {
        List<OutboxRow> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    }
  }

  void delete(List<Long> positions) throws SQLException {
    if (positions.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("delete from outbox where position = any(?)")) {
      statement.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
      statement.executeUpdate();
    }
  }

  private static OutboxRow row(ResultSet result) throws SQLException {
    return new OutboxRow(
        result.getLong("position"),
        result.getObject("message_id", UUID.class),
        result.getString("topic"),
        result.getString("message_key"),
        result.getString("message_type"),
        result.getObject("correlation_id", UUID.class),
        result.getObject("causation_id", UUID.class),
        result.getString("reply_to"),
        result.getString("traceparent"),
        result.getString("body"),
        result.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** Leaves the connection to the pool as it was found. */
  @Override
  public void close() throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    if (leads) {
      execute(connection, "select pg_advisory_unlock_all()");
    }
    execute(connection, "reset synchronous_commit");
    execute(connection, "reset enable_seqscan");
    execute(connection, "reset idle_session_timeout");
  }
}
