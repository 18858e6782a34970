package dev.orrery.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Gathers what a transaction appends and writes it in one statement before the commit. */
final class JdbcOutbox implements Outbox {
  private static final String INSERT =
      """
      insert into outbox (message_id, topic, message_key, message_type, correlation_id,
                          causation_id, reply_to, traceparent, body)
      select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[],
                           ?::uuid[], ?::text[], ?::text[], ?::text[])
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final MessageTraces traces;
  private final RelayBell bell;
  private final MessagingProperties properties;

  JdbcOutbox(
      JdbcClient jdbc,
      JsonMapper json,
      MessageTraces traces,
      RelayBell bell,
      MessagingProperties properties) {
    this.jdbc = jdbc;
    this.json = json;
    this.traces = traces;
    this.bell = bell;
    this.properties = properties;
  }

  @Override
  public void append(Collection<Outbound> messages) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a message can only be appended inside a transaction");
    }
    var waiting = (Waiting) TransactionSynchronizationManager.getResource(this);
    if (waiting == null) {
      waiting = new Waiting();
      TransactionSynchronizationManager.bindResource(this, waiting);
      TransactionSynchronizationManager.registerSynchronization(waiting);
    }
    for (Outbound message : messages) {
      waiting.rows.add(row(message));
    }
  }

  private Row row(Outbound message) {
    String body = json.writeValueAsString(message.payload());
    int size = body.getBytes(StandardCharsets.UTF_8).length;
    if (size > properties.maxBodySize().toBytes()) {
      throw new IllegalArgumentException(
          "a %s of %d bytes is larger than orrery.messaging.max-body-size, %s"
              .formatted(
                  message.payload().getClass().getSimpleName(), size, properties.maxBodySize()));
    }
    String traceparent =
        message.traceparent() != null ? message.traceparent() : traces.currentTraceparent();
    return new Row(message, traceparent, body);
  }

  private void write(List<Row> rows) {
    int n = rows.size();
    var ids = new UUID[n];
    var topics = new String[n];
    var keys = new String[n];
    var types = new String[n];
    var correlations = new UUID[n];
    var causations = new UUID[n];
    var replyTos = new String[n];
    var traceparents = new String[n];
    var bodies = new String[n];
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      Outbound message = row.message;
      ids[i] = message.id();
      topics[i] = message.topic();
      keys[i] = message.key();
      types[i] = MessageTypes.wireName(message.payload().getClass());
      correlations[i] = message.correlationId();
      causations[i] = message.causationId();
      replyTos[i] = message.replyTo();
      traceparents[i] = row.traceparent;
      bodies[i] = row.body;
    }
    jdbc.sql(INSERT)
        .params(ids, topics, keys, types, correlations, causations, replyTos, traceparents, bodies)
        .update();
    if (!bell.relayIsHere()) {
      // Only then: NOTIFY makes commits queue for one lock of the whole database server.
      jdbc.sql("select pg_notify(?, '')").param(RelayBell.CHANNEL).query().singleRow();
    }
  }

  private record Row(Outbound message, @Nullable String traceparent, String body) {}

  private final class Waiting implements TransactionSynchronization {
    private final List<Row> rows = new ArrayList<>();

    @Override
    public void beforeCommit(boolean readOnly) {
      write(rows);
    }

    @Override
    public void afterCommit() {
      bell.ring();
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResource(JdbcOutbox.this);
    }
  }
}
