package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Records that none of our services sends, put on a topic by hand: each is either understood or a
 * dead letter with its reason, and whatever is behind it in the partition is handled and answered.
 */
@SpringBootTest
class HandmadeRecordsTest {
  private static final String PREFIX = "handmade-test.";

  /** What the broker takes of one record and its headers, a little less. */
  private static final int LARGEST = 1_048_100;

  private static KafkaProducer<String, byte[]> producer;

  @Autowired JdbcClient jdbc;
  @Autowired DeadLetterStore letters;

  private final String key = Ids.next().toString();

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(HandmadeRecordsTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> PREFIX);
    registry.add("orrery.messaging.partitions", () -> 1);
  }

  @BeforeAll
  static void connect() {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestInfrastructure.kafka(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * LARGEST),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void disconnect() {
    producer.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ce_specversion, 0.3, is not spoken here",
    "ce_id, 7, ce_id is not a UUID",
    "ce_type, orrery.Unheard, orrery.Unheard is not known",
    "ce_correlationid, nobody, ce_correlationid is not a UUID",
    "ce_causationid, nothing, ce_causationid is not a UUID",
    "ce_time, yesterday, ce_time is not a time",
    "ce_time, +1000000000-12-31T23:59:59Z, a time that no clock shows",
    "ce_time, -1000000000-01-01T00:00:00Z, a time that no clock shows",
    "ce_replyto, no such topic, nothing is sent from here to no such topic",
    "ce_replyto, elsewhere, nothing is sent from here to elsewhere",
  })
  void anEnvelopeThatMeansNothing(String header, String value, String reason) {
    Map<String, byte @Nullable []> envelope = envelope();
    envelope.put(header, value.getBytes(UTF_8));
    send(envelope, "{\"text\":\"x\"}".getBytes(UTF_8));

    assertThat(putAside().reason()).contains(reason);
    whatIsBehindItIsAnswered();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_specversion", "ce_id", "ce_type"})
  void anEnvelopeWithoutWhatItMustHave(String header) {
    Map<String, byte @Nullable []> missing = envelope();
    missing.remove(header);
    send(missing, "{\"text\":\"x\"}".getBytes(UTF_8));
    assertThat(putAside().reason()).contains("the header " + header + " is missing");

    Map<String, byte @Nullable []> empty = envelope();
    empty.put(header, null);
    send(empty, "{\"text\":\"x\"}".getBytes(UTF_8));
    await().until(() -> lettersOfKey().size() == 2);
    whatIsBehindItIsAnswered();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "7", "\"\"", "{\"text\":{}}", "\u00ff\u00fe"})
  void aBodyThatIsNoMessage(String body) {
    send(envelope(), body.getBytes(UTF_8));

    DeadLetter letter = putAside();
    assertThat(letter.reason()).contains("UnprocessableMessage");
    assertThat(letter.body()).isEqualTo(body.getBytes(UTF_8));
    whatIsBehindItIsAnswered();
  }

  @Test
  void aBodyNestedWithoutEnd() {
    send(envelope(), ("{\"x\":" + "[".repeat(500_000)).getBytes(UTF_8));

    assertThat(putAside().reason()).contains("the body is not a orrery.Written");
    whatIsBehindItIsAnswered();
  }

  @Test
  void aTombstoneAndARecordWithoutAKey() {
    send(envelope(), null);
    assertThat(putAside().reason()).contains("no key or no body");

    UUID id = Ids.next();
    Map<String, byte @Nullable []> envelope = envelope();
    envelope.put("ce_id", id.toString().getBytes(UTF_8));
    send(null, envelope, "{\"text\":\"x\"}".getBytes(UTF_8));
    await()
        .until(() ->
            jdbc.sql("select count(*) from dead_letter where message_id = ?")
                    .param(id)
                    .query(Long.class)
                    .single()
                == 1);
    whatIsBehindItIsAnswered();
  }

  /** With the headers that say why, it is larger than the broker takes. */
  @Test
  void aBodyAsLargeAsTheBrokerTakes() {
    send(envelope(), "x".repeat(LARGEST).getBytes(UTF_8));

    DeadLetter letter = putAside();
    assertThat(letter.reason()).contains("is not a orrery.Written", "too large to be put aside");
    assertThat(letter.body()).hasSize(DeadLetters.KEPT_OF_BODY);
    assertThat(letter.type()).isEqualTo("orrery.Written");
    whatIsBehindItIsAnswered();
  }

  @Test
  void headersAsLargeAsTheBrokerTakes() {
    Map<String, byte @Nullable []> envelope = envelope();
    envelope.put("ce_type", "x".repeat(LARGEST / 2).getBytes(UTF_8));
    envelope.put("anything", "x".repeat(LARGEST / 2).getBytes(UTF_8));
    send(envelope, "{}".getBytes(UTF_8));

    assertThat(putAside().reason()).contains("too large to be put aside whole");
    whatIsBehindItIsAnswered();
  }

  @Test
  void strangeHeadersOfNoConcern() {
    Map<String, byte @Nullable []> envelope = envelope();
    envelope.put("traceparent", null);
    envelope.put("tracestate", "=,\u0000;".getBytes(UTF_8));
    envelope.put("baggage", new byte[] {(byte) 0xff, 0});
    envelope.put("dlt-group", "somebody".getBytes(UTF_8));
    envelope.put("\u0000", "nul".getBytes(UTF_8));
    send(envelope, "{\"text\":\"strange\"}".getBytes(UTF_8));
    await().until(() -> notes().contains("strange"));

    envelope.put("traceparent", "00-zz-zz-zz".getBytes(UTF_8));
    send(envelope, "{".getBytes(UTF_8));
    assertThat(putAside().reason()).contains("the body is not a orrery.Written");
    whatIsBehindItIsAnswered();
  }

  private void whatIsBehindItIsAnswered() {
    String behind = "behind " + Ids.next();
    Map<String, byte @Nullable []> envelope = envelope();
    envelope.put("ce_id", Ids.next().toString().getBytes(UTF_8));
    envelope.put("ce_replyto", "answers".getBytes(UTF_8));
    send(envelope, "{\"text\":\"%s\"}".formatted(behind).getBytes(UTF_8));
    await().until(() -> notes().contains("to " + behind));
  }

  private static Map<String, byte @Nullable []> envelope() {
    Map<String, byte @Nullable []> envelope = new LinkedHashMap<>();
    envelope.put("ce_specversion", "1.0".getBytes(UTF_8));
    envelope.put("ce_id", Ids.next().toString().getBytes(UTF_8));
    envelope.put("ce_type", "orrery.Written".getBytes(UTF_8));
    return envelope;
  }

  private void send(Map<String, byte @Nullable []> headers, byte @Nullable [] body) {
    send(key, headers, body);
  }

  private static void send(
      @Nullable String key, Map<String, byte @Nullable []> headers, byte @Nullable [] body) {
    var record = new ProducerRecord<>(PREFIX + "notes", key, body);
    headers.forEach((name, value) -> record.headers().add(name, value));
    await().until(producer.send(record)::isDone);
  }

  private DeadLetter putAside() {
    return await().until(this::lettersOfKey, found -> !found.isEmpty()).getFirst();
  }

  private List<DeadLetter> lettersOfKey() {
    return jdbc
        .sql("select id from dead_letter where message_key = ? order by id")
        .param(key.getBytes(UTF_8))
        .query(Long.class)
        .list()
        .stream()
        .map(id -> letters.find(id).orElseThrow())
        .toList();
  }

  private List<String> notes() {
    return jdbc.sql("select text from note").query(String.class).list();
  }

  @Configuration
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Subscription<Note> notes(JdbcClient jdbc, Outbox outbox) {
      jdbc.sql("create table if not exists note (text text)").update();
      return Subscription.inbox(
          "notes",
          "readers",
          Note.class,
          batch -> batch.forEach(note -> write(note, jdbc, outbox)));
    }

    @Bean
    Subscription<Note> answers(JdbcClient jdbc, Outbox outbox) {
      return Subscription.inbox(
          "answers",
          "asking",
          Note.class,
          batch -> batch.forEach(note -> write(note, jdbc, outbox)));
    }

    private static void write(Inbound<Note> note, JdbcClient jdbc, Outbox outbox) {
      String text =
          switch (note.payload()) {
            case Note.Written(var written) -> written;
            case Note.Answered(var answered) -> "to " + answered;
          };
      jdbc.sql("insert into note values (?)").param(text).update();
      if (note.replyTo() != null) {
        outbox.append(note.reply(new Note.Answered(text)));
      }
    }
  }
}
