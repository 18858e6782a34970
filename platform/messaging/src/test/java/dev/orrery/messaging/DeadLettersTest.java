package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.orrery.messaging.DeadLetter.Status;
import dev.orrery.messaging.MessagingTest.NoteBook;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@SpringBootTest
@AutoConfigureMockMvc
class DeadLettersTest {
  private static final String PREFIX = "dead-letters-test.";
  private static final int PER_SECOND = 5;

  @Autowired JdbcClient jdbc;
  @Autowired KafkaTemplate<String, byte[]> kafka;
  @Autowired NoteBook book;
  @Autowired DeadLetterStore store;
  @Autowired RedriveQueue queue;
  @Autowired Inbox inbox;
  @Autowired MeterRegistry meters;
  @Autowired MockMvcTester http;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(DeadLettersTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> PREFIX);
    registry.add("orrery.messaging.max-attempts", () -> 2);
    registry.add("orrery.messaging.dead-letters.redrives-per-second", () -> PER_SECOND);
  }

  @BeforeEach
  void nothingLeft() {
    jdbc.sql("delete from dead_letter").update();
    jdbc.sql("delete from note").update();
    book.seen.clear();
    book.behaviour = note -> {};
  }

  @Test
  void showsWhatFailedWithItsHeadersBodyAndReason() {
    UUID id = Ids.next();
    breakOn("broken");
    publish("k1", id, "broken");

    long letter = kept(1).getFirst();
    assertThat(http.get().uri("/api/dead-letters/" + letter))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {
              "letter": {
                "group": "readers", "topic": "dead-letters-test.notes", "key": "k1",
                "messageId": "%s", "type": "orrery.Written", "attempts": 2, "status": "KEPT",
                "reason": "IllegalStateException: cannot broken"
              },
              "body": "{\\"text\\":\\"broken\\"}",
              "actions": []
            }
            """
                .formatted(id));
    assertThat(meters.get("orrery.dead.letters.kept").gauge().value()).isEqualTo(1);
  }

  @Test
  void listsByFilterAndPageByPage() {
    breakOn("one", "two", "three");
    publish("k", Ids.next(), "one");
    publish("k", Ids.next(), "two");
    publish("k", Ids.next(), "three");
    List<Long> all = kept(3);

    assertThat(http.get().uri("/api/dead-letters?limit=2"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.next")
        .asNumber()
        .isEqualTo(all.get(1).intValue());
    assertThat(found("limit=2&after=" + all.get(1))).containsExactly(all.get(2));
    assertThat(found("reason=CANNOT T")).containsExactly(all.get(1), all.get(2));
    assertThat(found("type=orrery.Answered")).isEmpty();
    assertThat(found("topic=" + PREFIX + "notes&status=KEPT")).hasSize(3);
    assertThat(found("until=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(found("from=2020-01-01T00:00:00Z")).hasSize(3);
    assertThat(http.get().uri("/api/dead-letters?limit=0")).hasStatus(400);
    assertThat(http.get().uri("/api/dead-letters?status=LOST")).hasStatus(400);
    assertThat(http.get().uri("/api/dead-letters/999999999")).hasStatus(404);
  }

  @Test
  void redrivesWhatCanBeHandledNowAndOnlyOnce() {
    breakOn("mended");
    publish("k", Ids.next(), "mended");
    long letter = kept(1).getFirst();
    book.behaviour = note -> {};

    assertThat(redrive(letter)).hasStatusOk();
    assertThat(redrive(letter)).hasStatusOk();

    assertThat(book.committedTexts()).containsExactly("mended");
    assertThat(actions(letter)).containsExactly("APPLIED");
    assertThat(status(letter)).isEqualTo(Status.REDRIVEN);
    assertThat(discard(letter)).hasStatus(409);
  }

  @Test
  void twoWhoRedriveALetterAtOnceApplyItOnce() throws InterruptedException {
    breakOn("wanted");
    publish("k", Ids.next(), "wanted");
    long letter = kept(1).getFirst();
    var inHandler = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    book.behaviour =
        note -> {
          inHandler.countDown();
          awaitOpen(goOn);
        };

    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<MvcTestResult> first = both.submit(() -> redrive(letter));
      awaitOpen(inHandler);
      Future<MvcTestResult> second = both.submit(() -> redrive(letter));
      await().until(this::somebodyWaitsForALock);
      goOn.countDown();
      await().until(() -> first.isDone() && second.isDone());
      assertThat(first.resultNow()).hasStatusOk();
      assertThat(second.resultNow()).hasStatusOk();
    }

    assertThat(book.committedTexts()).containsExactly("wanted");
    assertThat(actions(letter)).containsExactly("APPLIED");
  }

  @Test
  void doesNotApplyWhatAnotherDeliveryHasApplied() {
    UUID id = Ids.next();
    breakOn("twice");
    publish("k", id, "twice");
    long letter = kept(1).getFirst();
    book.behaviour = note -> {};
    publish("k", id, "twice");
    await().untilAsserted(() -> assertThat(book.committedTexts()).containsExactly("twice"));

    assertThat(redrive(letter)).hasStatusOk();

    assertThat(book.committedTexts()).containsExactly("twice");
    assertThat(actions(letter)).containsExactly("ALREADY_APPLIED");
  }

  @Test
  void theInboxForgetsNothingALetterMayAskAbout() {
    UUID asked = Ids.next();
    UUID settled = Ids.next();
    breakOn("asked");
    publish("k", asked, "asked");
    kept(1);
    for (UUID id : List.of(asked, settled)) {
      jdbc.sql("insert into inbox values ('readers', ?, now() - interval '30 days')")
          .param(id)
          .update();
    }

    inbox.forgetOld();

    assertThat(
            jdbc.sql("select message_id from inbox where message_id = any(?)")
                .param(new UUID[] {asked, settled})
                .query(UUID.class)
                .list())
        .containsExactly(asked);
  }

  @Test
  void whatFailsAgainIsKeptAndNothingOfItsEffectStays() {
    breakOn("stubborn");
    publish("k", Ids.next(), "stubborn");
    long letter = kept(1).getFirst();

    assertThat(redrive(letter))
        .hasStatus(422)
        .bodyJson()
        .extractingPath("$.detail")
        .asString()
        .contains("cannot stubborn");

    assertThat(status(letter)).isEqualTo(Status.KEPT);
    assertThat(actions(letter)).containsExactly("FAILED");
    assertThat(book.committedTexts()).isEmpty();
  }

  @Test
  void anOutageLeavesTheLetterAsItWas() {
    breakOn("waits");
    publish("k", Ids.next(), "waits");
    long letter = kept(1).getFirst();
    book.behaviour =
        note -> {
          throw new DataAccessResourceFailureException("the database is away");
        };

    assertThat(redrive(letter)).hasStatus(503);
    assertThat(redriveAll("{\"limit\": 10}")).hasStatus(202);
    queue.redrive();

    assertThat(status(letter)).isEqualTo(Status.QUEUED);
    assertThat(actions(letter)).containsExactly("QUEUED");
    book.behaviour = note -> {};
    await().untilAsserted(() -> assertThat(book.committedTexts()).containsExactly("waits"));
  }

  @Test
  void aDryRunOnlyCounts() {
    breakOn("counted");
    publish("k", Ids.next(), "counted");
    kept(1);

    assertThat(redriveAll("{\"limit\": 10, \"dryRun\": true}"))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo("{\"queued\": 1, \"dryRun\": true}");
    queue.redrive();

    assertThat(kept(1)).hasSize(1);
    assertThat(book.committedTexts()).isEmpty();
    assertThat(redriveAll("{}")).hasStatus(400);
  }

  @Test
  void queuedLettersOfAKeyStayInOrderAndWaitBehindOneThatFailsAgain() {
    breakOn("a1", "a2", "a3", "b1", "b2");
    for (String text : List.of("a1", "a2", "a3", "b1", "b2")) {
      publish(text.substring(0, 1), Ids.next(), text);
    }
    List<Long> all = kept(5);
    breakOn("a2");

    assertThat(redriveAll("{\"limit\": 10}")).hasStatus(202);
    await().untilAsserted(() -> assertThat(store.open(Status.QUEUED)).isZero());

    assertThat(book.committedTexts()).containsExactlyInAnyOrder("a1", "b1", "b2");
    assertThat(book.committedTexts()).containsSubsequence("b1", "b2");
    List<Long> left = kept(2);
    assertThat(left).hasSize(2).isSubsetOf(all);
    assertThat(actions(left.get(0))).containsExactly("QUEUED", "FAILED");
    assertThat(actions(left.get(1))).containsExactly("QUEUED", "HELD_BACK");
  }

  @Test
  void queuedLettersAreRedrivenAtABoundedRate() {
    String[] texts =
        IntStream.range(0, 2 * PER_SECOND + 1).mapToObj(n -> "n" + n).toArray(String[]::new);
    breakOn(texts);
    for (String text : texts) {
      publish(text, Ids.next(), text);
    }
    kept(texts.length);
    book.behaviour = note -> {};

    assertThat(redriveAll("{\"limit\": 100}")).hasStatus(202);
    await().untilAsserted(() -> assertThat(store.open(Status.QUEUED)).isZero());

    assertThat(book.committedTexts()).containsExactlyInAnyOrder(texts);
    double seconds =
        jdbc.sql(
                """
                select extract(epoch from max(happened_at) - min(happened_at))
                  from dead_letter_action where action = 'APPLIED'
                """)
            .query(Double.class)
            .single();
    assertThat(seconds).isGreaterThan(1);
  }

  @Test
  void whatTookEffectInAnotherDeliveryCannotBeDiscarded() {
    UUID id = Ids.next();
    breakOn("late");
    publish("k", id, "late");
    long letter = kept(1).getFirst();
    book.behaviour = note -> {};
    publish("k", id, "late");
    await().untilAsserted(() -> assertThat(book.committedTexts()).containsExactly("late"));

    assertThat(discard(letter)).hasStatus(409);

    assertThat(status(letter)).isEqualTo(Status.REDRIVEN);
    assertThat(actions(letter)).containsExactly("ALREADY_APPLIED");
  }

  @Test
  void aDiscardedLetterIsNeverRedriven() {
    UUID id = Ids.next();
    breakOn("unwanted");
    publish("k", id, "unwanted");
    long letter = kept(1).getFirst();

    assertThat(discard(letter)).hasStatusOk();
    book.behaviour = note -> {};
    assertThat(redrive(letter)).hasStatus(409);
    assertThat(redriveAll("{\"limit\": 10}")).bodyJson().isLenientlyEqualTo("{\"queued\": 0}");

    publish("k", id, "unwanted");
    publish("k", Ids.next(), "after it");
    await().untilAsserted(() -> assertThat(book.committedTexts()).contains("after it"));

    assertThat(status(letter)).isEqualTo(Status.DISCARDED);
    assertThat(actions(letter)).containsExactly("DISCARDED");
    assertThat(book.committedTexts()).containsExactly("after it");
  }

  @Test
  void keepsOneLetterOfWhatWasPutAsideTwiceAndNoneOfAnotherGroup() {
    kafka.send(PREFIX + "notes.dlt", "k", "no letter".getBytes(UTF_8)).join();
    kafka.send(strangeLetter("others")).join();
    kafka.send(strangeLetter("readers")).join();
    kafka.send(strangeLetter("readers")).join();
    breakOn("end");
    publish("k", Ids.next(), "end");

    List<Long> letters = kept(2);
    assertThat(letters).hasSize(2);
    DeadLetter strange = store.find(letters.getFirst()).orElseThrow();
    assertThat(strange.body()).containsExactly(0, 0xff);
    assertThat(strange.messageId()).isNull();
    assertThat(redrive(strange.id())).hasStatus(422);
  }

  @Test
  void offsetsThatBeginAgainInATopicMadeAnewAreOtherLetters() {
    for (int n = 0; n < 2; n++) {
      var record = strangeLetter("readers");
      header(record, "ce_id", Ids.next().toString());
      kafka.send(record).join();
    }

    assertThat(kept(2)).hasSize(2);
  }

  @Test
  void forgetsTheOldAndWhatIsOverTheLimitOldestFirst() {
    breakOn("f1", "f2", "f3");
    for (String text : List.of("f1", "f2", "f3")) {
      publish("k", Ids.next(), text);
    }
    List<Long> all = kept(3);
    jdbc.sql("update dead_letter set failed_at = now() - interval '2 days' where id = ?")
        .param(all.get(2))
        .update();

    assertThat(store.forget(Duration.ofDays(1), 100)).isEqualTo(1);
    assertThat(store.forget(Duration.ofDays(1), 1)).isEqualTo(1);

    assertThat(kept(1)).containsExactly(all.get(1));
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.sql(
            """
            select count(*) > 0 from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Boolean.class)
        .single();
  }

  private static void awaitOpen(CountDownLatch latch) {
    await().until(() -> latch.getCount() == 0);
  }

  private void breakOn(String... texts) {
    Set<String> broken = Set.of(texts);
    book.behaviour =
        note -> {
          if (broken.contains(note)) {
            throw new IllegalStateException("cannot " + note);
          }
        };
  }

  private void publish(String key, UUID id, String text) {
    var record =
        new ProducerRecord<>(
            PREFIX + "notes", key, "{\"text\":\"%s\"}".formatted(text).getBytes(UTF_8));
    Map.of("ce_specversion", "1.0", "ce_id", id.toString(), "ce_type", "orrery.Written")
        .forEach((name, value) -> header(record, name, value));
    kafka.send(record).join();
  }

  private static ProducerRecord<String, byte[]> strangeLetter(String group) {
    var record = new ProducerRecord<>(PREFIX + "notes.dlt", "k", new byte[] {0, (byte) 0xff});
    header(record, "dlt-group", group);
    header(record, "dlt-origin-topic", PREFIX + "notes");
    header(record, "dlt-origin-partition", "0");
    header(record, "dlt-origin-offset", "4711");
    header(record, "dlt-reason", "a character Postgres does not store: \0");
    header(record, "dlt-attempts", "1");
    header(record, "dlt-at", Instant.now().toString());
    return record;
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }

  private List<Long> kept(int count) {
    return await()
        .until(
            () ->
                jdbc.sql("select id from dead_letter where status = 'KEPT' order by id")
                    .query(Long.class)
                    .list(),
            ids -> ids.size() >= count);
  }

  private List<Long> found(String query) {
    var result = http.get().uri("/api/dead-letters?" + query).exchange();
    assertThat(result).hasStatusOk();
    List<Integer> ids = JsonPath.read(body(result), "$.deadLetters[*].id");
    return ids.stream().map(Integer::longValue).toList();
  }

  private static String body(MvcTestResult result) {
    return new String(result.getResponse().getContentAsByteArray(), UTF_8);
  }

  private MvcTestResult redrive(long id) {
    return http.post().uri("/api/dead-letters/" + id + "/redrive").exchange();
  }

  private MvcTestResult redriveAll(String body) {
    return post("/api/dead-letters/redrive", body);
  }

  private MvcTestResult discard(long id) {
    return post("/api/dead-letters/" + id + "/discard", "{\"reason\": \"a test\"}");
  }

  private MvcTestResult post(String uri, String body) {
    return http.post().uri(uri).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
  }

  private Status status(long id) {
    return store.find(id).orElseThrow().status();
  }

  private List<String> actions(long id) {
    return store.actions(id).stream().map(DeadLetterStore.Action::action).toList();
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
}
