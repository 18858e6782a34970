package dev.orrery.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxSessionTest {
  /** After so many executions the driver and the server keep a plan. */
  private static final int UNTIL_PLANNED_FOR_GOOD = 12;

  private Connection connection;
  private OutboxSession session;

  @BeforeEach
  void open() throws SQLException, IOException {
    Database database = TestInfrastructure.database(OutboxSessionTest.class);
    connection =
        DriverManager.getConnection(database.url(), database.username(), database.password());
    try (InputStream table = getClass().getResourceAsStream("/db/messaging/V0_1__outbox.sql")) {
      execute(new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8));
    }
    session = OutboxSession.open(connection);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void readsTheOldestFirstAndNeverAgainWhatWasAcknowledged() throws SQLException {
    append(10);

    List<Long> first = positions(session.next(List.of(), 4));
    List<Long> second = positions(session.next(first, 4));
    List<Long> third = positions(session.next(second, 4));

    assertThat(first).containsExactly(1L, 2L, 3L, 4L);
    assertThat(second).containsExactly(5L, 6L, 7L, 8L);
    assertThat(third).containsExactly(9L, 10L);
    assertThat(session.next(third, 4)).isEmpty();
  }

  @Test
  void readsALowerPositionThatCommitsLate() throws SQLException {
    append(3);
    execute("delete from outbox where position = 1");
    List<Long> first = positions(session.next(List.of(), 4));
    execute(
        """
        insert into outbox (position, message_id, topic, message_key, message_type,
                            correlation_id, body)
        overriding system value
        values (1, gen_random_uuid(), 't', 'k', 'm', gen_random_uuid(), '{}')
        """);

    assertThat(positions(session.next(first, 4))).containsExactly(1L);
  }

  @Test
  void aBacklogIsReadByItsIndexThoughTheTableWasEmptyWhenThatWasPlanned() throws SQLException {
    execute("vacuum analyze outbox");
    for (int i = 0; i < UNTIL_PLANNED_FOR_GOOD; i++) {
      session.next(List.of(), 500);
    }
    append(5_000);
    long before = rowsReadWithoutIndex();

    List<Long> first = positions(session.next(List.of(), 500));
    List<Long> second = positions(session.next(first, 500));
    session.delete(second);

    assertThat(second).hasSize(500).startsWith(501L);
    assertThat(rowsReadWithoutIndex()).isEqualTo(before);
  }

  private void append(int count) throws SQLException {
    execute(
        """
        insert into outbox (message_id, topic, message_key, message_type, correlation_id, body)
        select gen_random_uuid(), 't', 'k', 'm', gen_random_uuid(), '{}'
          from generate_series(1, %d)
        """
            .formatted(count));
  }

  private static List<Long> positions(List<OutboxRow> rows) {
    return rows.stream().map(OutboxRow::position).toList();
  }

  private long rowsReadWithoutIndex() throws SQLException {
    execute("select pg_stat_force_next_flush()");
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select seq_tup_read from pg_stat_user_tables where relname = 'outbox'")) {
      result.next();
      return result.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
