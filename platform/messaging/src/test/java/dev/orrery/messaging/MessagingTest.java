package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest
class MessagingTest {
  private static final String PREFIX = "messaging-test.";

  @Autowired Outbox outbox;
  @Autowired TransactionTemplate transactions;
  @Autowired JdbcClient jdbc;
  @Autowired KafkaTemplate<String, byte[]> kafka;
  @Autowired ConsumerFactory<String, byte[]> consumers;
  @Autowired DataSource dataSource;
  @Autowired MessageTraces traces;
  @Autowired Tracer tracer;
  @Autowired MessagingProperties properties;
  @Autowired NoteBook book;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(MessagingTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> PREFIX);
  }

  @BeforeEach
  void emptyBook() {
    book.behaviour = note -> {};
    book.seen.clear();
  }

  @Test
  void aMessageOfACommittedTransactionArrivesOnceAsACloudEvent() {
    UUID correlation = Ids.next();
    Outbound sent = Outbound.event("notes", "k1", correlation, new Note.Written("hello"));

    transactions.executeWithoutResult(status -> outbox.append(sent));

    await().untilAsserted(() -> assertThat(book.texts()).containsExactly("hello"));
    Inbound<Note> received = book.seen.element();
    assertThat(received.id()).isEqualTo(sent.id());
    assertThat(received.correlationId()).isEqualTo(correlation);
    assertThat(received.key()).isEqualTo("k1");
    await().untilAsserted(() -> assertThat(outboxRows()).isZero());
  }

  @Test
  void aMessageOfARolledBackTransactionNeverExisted() {
    transactions.executeWithoutResult(status -> {
      append("k", "never");
      status.setRollbackOnly();
    });
    transactions.executeWithoutResult(status -> append("k", "after"));

    await().untilAsserted(() -> assertThat(book.texts()).containsExactly("after"));
  }

  @Test
  void outsideATransactionNothingCanBeAppended() {
    assertThatThrownBy(() -> append("k", "x")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWhenItIsAppended() {
    assertThatThrownBy(
            () -> transactions.executeWithoutResult(status -> append("k", "x".repeat(300 * 1024))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max-body-size");
  }

  @Test
  void messagesOfOneKeyStayInOrder() {
    List<String> expected = IntStream.range(0, 300).mapToObj(i -> "n" + i).toList();
    for (String text : expected) {
      transactions.executeWithoutResult(status -> append("one-key", text));
    }
    await().untilAsserted(() -> assertThat(book.texts()).isEqualTo(expected));
  }

  @Test
  void aRepeatedRecordHasItsEffectOnce() {
    UUID id = Ids.next();
    publish("k", id, "orrery.Written", "{\"text\":\"twice\"}");
    publish("k", id, "orrery.Written", "{\"text\":\"twice\"}");
    publish("k", Ids.next(), "orrery.Written", "{\"text\":\"end\"}");

    await().untilAsserted(() -> assertThat(book.texts()).contains("end"));
    assertThat(book.texts()).containsExactly("twice", "end");
  }

  @Test
  void aPoisonRecordGoesToTheDeadLettersAndTakesNoOtherAlong() {
    book.behaviour =
        note -> {
          if (note.equals("poison")) {
            throw new IllegalStateException("this one is poison");
          }
        };
    transactions.executeWithoutResult(status -> {
      append("p", "before");
      append("p", "poison");
      append("p", "behind");
    });

    await().untilAsserted(() -> assertThat(book.committedTexts()).contains("before", "behind"));
    ConsumerRecord<String, byte[]> letter = deadLetter("poison");
    assertThat(header(letter, "dlt-reason")).contains("this one is poison");
    assertThat(header(letter, "dlt-attempts")).isEqualTo("4");
    assertThat(header(letter, "dlt-origin-topic")).isEqualTo(PREFIX + "notes");
    assertThat(header(letter, "ce_type")).isEqualTo("orrery.Written");
    assertThat(book.committedTexts()).doesNotContain("poison");
  }

  @Test
  void whatIsNotUnderstoodGoesToTheDeadLettersAtOnce() {
    publish("u", Ids.next(), "orrery.Unheard", "{\"text\":\"unheard\"}");
    publish("u", Ids.next(), "orrery.Written", "not json");
    kafka.send(PREFIX + "notes", "u", "no headers".getBytes(UTF_8));
    publish("u", Ids.next(), "orrery.Written", "{\"text\":\"understood\",\"new\":1}");

    await().untilAsserted(() -> assertThat(book.texts()).containsExactly("understood"));
    assertThat(header(deadLetter("unheard"), "dlt-reason")).contains("orrery.Unheard");
    assertThat(header(deadLetter("not json"), "dlt-attempts")).isEqualTo("1");
    assertThat(header(deadLetter("no headers"), "dlt-reason")).contains("ce_specversion");
  }

  @Test
  void anOutageIsWaitedForHoweverLongAndNothingIsPutAside() {
    var attempts = new AtomicInteger();
    book.behaviour =
        note -> {
          if (attempts.incrementAndGet() <= properties.maxAttempts() + 2) {
            throw new DataAccessResourceFailureException("the database is away");
          }
        };
    transactions.executeWithoutResult(status -> append("o", "patient"));

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(book.committedTexts()).contains("patient"));
    assertThat(attempts).hasValue(properties.maxAttempts() + 3);
  }

  @Test
  void theTraceOfTheSenderGoesOnInTheReceiver() {
    List<String> traceIds = new ArrayList<>();
    traces.within(
        null,
        "request",
        () -> {
          traceIds.add(traces.currentTraceId());
          transactions.executeWithoutResult(status -> append("t", "traced"));
        });

    await().untilAsserted(() -> assertThat(book.texts()).contains("traced"));
    assertThat(book.seen.element().trace().traceparent()).contains(traceIds.getFirst());
  }

  @Test
  void oneRelayLeadsAndAnotherTakesOverAndIsWokenByNotification() {
    var bell = new RelayBell();
    var slow =
        new MessagingProperties(
            properties.topicPrefix(),
            List.of(),
            1,
            (short) 1,
            1,
            properties.maxBodySize(),
            500,
            Duration.ofSeconds(2),
            Duration.ZERO,
            4,
            Duration.ofMillis(10),
            Duration.ofDays(1),
            20_000,
            10_000,
            Duration.ofMillis(100));
    var second =
        new OutboxRelay(
            dataSource, kafka, new CloudEventHeaders("second", slow), traces, bell, slow);
    second.start();
    try {
      transactions.executeWithoutResult(status -> append("l", "by the first"));
      await().untilAsserted(() -> assertThat(book.texts()).contains("by the first"));
      assertThat(bell.relayIsHere()).isFalse();

      first().stop();
      await().until(bell::relayIsHere);
      transactions.executeWithoutResult(status -> append("l", "by the second"));
      await().untilAsserted(() -> assertThat(book.texts()).contains("by the second"));
    } finally {
      second.stop();
      first().start();
    }
  }

  @Autowired OutboxRelay relay;

  private OutboxRelay first() {
    return relay;
  }

  private void append(String key, String text) {
    outbox.append(Outbound.event("notes", key, Ids.next(), new Note.Written(text)));
  }

  private void publish(String key, UUID id, String type, String body) {
    var record = new ProducerRecord<>(PREFIX + "notes", key, body.getBytes(UTF_8));
    Map.of("ce_specversion", "1.0", "ce_id", id.toString(), "ce_type", type)
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    kafka.send(record).join();
  }

  private long outboxRows() {
    return jdbc.sql("select count(*) from outbox").query(Long.class).single();
  }

  private ConsumerRecord<String, byte[]> deadLetter(String containing) {
    try (var consumer = consumers.createConsumer("dead-letters-" + Ids.next(), "")) {
      consumer.subscribe(List.of(PREFIX + "notes.dlt"));
      List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
      await()
          .until(() -> {
            consumer
                .poll(Duration.ofMillis(200))
                .forEach(letter -> {
                  if (new String(letter.value(), UTF_8).contains(containing)) {
                    found.add(letter);
                  }
                });
            return !found.isEmpty();
          });
      return found.getFirst();
    }
  }

  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }

  @Configuration
  @EnableAutoConfiguration
  static class Application {
    @Bean
    NoteBook noteBook(JdbcClient jdbc) {
      jdbc.sql("create table if not exists note (text text)").update();
      return new NoteBook(jdbc);
    }

    @Bean
    Subscription<Note> notes(NoteBook book) {
      return Subscription.inbox("notes", "readers", Note.class, book);
    }
  }

  /** Writes down what it is told, in the transaction it is told in. */
  static class NoteBook implements BatchHandler<Note> {
    final Queue<Inbound<Note>> seen = new ConcurrentLinkedQueue<>();
    volatile Consumer<String> behaviour = note -> {};
    private final JdbcClient jdbc;

    NoteBook(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @Override
    public void handle(List<Inbound<Note>> batch) {
      for (Inbound<Note> note : batch) {
        String text = text(note);
        jdbc.sql("insert into note values (?)").param(text).update();
        behaviour.accept(text);
        seen.add(note);
      }
    }

    List<String> texts() {
      return seen.stream().map(NoteBook::text).toList();
    }

    List<String> committedTexts() {
      return jdbc.sql("select text from note").query(String.class).list();
    }

    private static String text(Inbound<Note> note) {
      return switch (note.payload()) {
        case Note.Written(var text) -> text;
        case Note.Answered(var text) -> text;
      };
    }
  }
}
