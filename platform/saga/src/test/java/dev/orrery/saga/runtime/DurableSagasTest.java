package dev.orrery.saga.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.messaging.Inbound;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import dev.orrery.messaging.Subscription;
import dev.orrery.saga.Backoff;
import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest
class DurableSagasTest {
  @Autowired Sagas sagas;
  @Autowired ErrandSaga errands;
  @Autowired Desk desk;
  @Autowired TransactionTemplate transactions;
  @Autowired JdbcClient jdbc;
  @Autowired DurableSagas durable;
  @Autowired MeterRegistry meters;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(DurableSagasTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> "saga-test.");
  }

  @BeforeEach
  void politeDesk() {
    desk.manners.clear();
  }

  @Test
  void runsToItsEndOverKafkaAndShowsWhatItDid() {
    UUID id = start("polite");

    await().until(() -> state(id) == Status.COMPLETED);
    assertThat(ends("polite")).containsExactly("completed");
    SagaView view = sagas.find(id).orElseThrow();
    assertThat(view.steps())
        .extracting(SagaView.Sent::step, SagaView.Sent::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("fetch", "Done"),
            org.assertj.core.groups.Tuple.tuple("pay", "Done"));
    assertThat(view.steps()).allSatisfy(sent -> assertThat(sent.answeredAt()).isNotNull());
  }

  @Test
  void undoesWhatWasDoneWhenItIsRefused() {
    desk.manners.put("refused/pay", Manner.REFUSES);
    UUID id = start("refused");

    await().until(() -> state(id) == Status.ROLLED_BACK);
    assertThat(ends("refused")).containsExactly("rolled back");
    assertThat(sagas.find(id).orElseThrow().steps())
        .extracting(SagaView.Sent::action)
        .extracting(Enum::name)
        .containsExactly("DO", "DO", "UNDO");
  }

  @Test
  void aTimerTurnsASagaBackWhoseParticipantIsSilent() {
    desk.manners.put("silent/fetch", Manner.SILENT);
    UUID id = start("silent");

    await().until(() -> state(id) == Status.ROLLED_BACK);
    assertThat(ends("silent")).containsExactly("rolled back");
  }

  @Test
  void manySagasEndEachExactlyOnce() {
    List<UUID> ids = IntStream.range(0, 200).mapToObj(i -> start("many-" + i)).toList();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(ids).allMatch(id -> state(id) == Status.COMPLETED));
    assertThat(
            jdbc.sql("select count(*) from errand_end where name like 'many-%'")
                .query(Long.class)
                .single())
        .isEqualTo(200);
  }

  @Test
  void aSagaStartedInATransactionThatRollsBackNeverExisted() {
    UUID id =
        transactions.execute(status -> {
          status.setRollbackOnly();
          return sagas.start(errands, new Errand("undone"));
        });
    assertThat(sagas.find(id)).isEmpty();
  }

  /** As many as there are instances of a service look for due timers at once. */
  @Test
  void howeverManyLookAtOnceADueSagaIsClaimedByOne() throws Exception {
    List<UUID> ids =
        IntStream.range(0, 100)
            .mapToObj(i -> {
              desk.manners.put("claimed-%d/fetch".formatted(i), Manner.SILENT);
              return start("claimed-" + i);
            })
            .toList();
    await().until(() -> ids.stream().allMatch(id -> steps(id).contains("fetch")));
    var start = new CyclicBarrier(8);
    try (var threads = Executors.newFixedThreadPool(8)) {
      jdbc.sql(
              """
              update saga_instance set due = now() - interval '1 second', wake_at = now()
               where name = 'errand' and data::jsonb ->> 'name' like 'claimed-%'
              """)
          .update();
      List<Future<Integer>> looks =
          IntStream.range(0, 8)
              .mapToObj(i ->
                  threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return durable.tick(100);
                  }))
              .toList();
      for (Future<Integer> look : looks) {
        look.get(20, TimeUnit.SECONDS);
      }
    }

    await().until(() -> ids.stream().allMatch(id -> state(id) == Status.ROLLED_BACK));
    assertThat(ids).allSatisfy(id -> assertThat(steps(id)).containsExactly("fetch", "fetch"));
  }

  @Test
  void aSagaThatSomebodyHoldsHoldsUpNoTimerOfAnother() throws Exception {
    desk.manners.put("gripped/fetch", Manner.SILENT);
    desk.manners.put("free/fetch", Manner.SILENT);
    UUID gripped = start("gripped");
    var isGripped = new CountDownLatch(1);
    var letGo = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> grip =
          threads.submit(() ->
              transactions.executeWithoutResult(status -> {
                jdbc.sql("select 1 from saga_instance where id = ? for update")
                    .param(gripped)
                    .query()
                    .singleRow();
                isGripped.countDown();
                await().atMost(Duration.ofSeconds(30)).until(() -> letGo.getCount() == 0);
              }));
      assertThat(isGripped.await(10, TimeUnit.SECONDS)).isTrue();
      UUID free = start("free");

      await().until(() -> state(free) == Status.ROLLED_BACK);
      assertThat(state(gripped)).isEqualTo(Status.DOING);
      letGo.countDown();
      grip.get(10, TimeUnit.SECONDS);
    }
    await().until(() -> state(gripped) == Status.ROLLED_BACK);
  }

  @Test
  void aRequestToCancelTurnsASagaBackOnce() {
    desk.manners.put("unwanted/fetch", Manner.SILENT);
    UUID id = start("unwanted");

    assertThat(transactions.<Boolean>execute(status -> sagas.requestCancel(id))).isTrue();
    assertThat(transactions.<Boolean>execute(status -> sagas.requestCancel(id))).isFalse();
    await().until(() -> state(id) == Status.ROLLED_BACK);
    assertThat(ends("unwanted")).containsExactly("rolled back");
  }

  @Test
  void aRequestToCancelComesTooLateOnceThePivotIsSent() {
    desk.manners.put("too late/pay", Manner.SILENT);
    UUID id = start("too late");
    await().until(() -> steps(id).contains("pay"));

    assertThat(transactions.<Boolean>execute(status -> sagas.requestCancel(id))).isFalse();
    desk.manners.clear();
    assertThat(transactions.<Boolean>execute(status -> sagas.retry(id))).isTrue();
    await().until(() -> state(id) == Status.COMPLETED);
    assertThat(transactions.<Boolean>execute(status -> sagas.requestCancel(id))).isFalse();
    assertThat(ends("too late")).containsExactly("completed");
  }

  @Test
  void whatIsAbandonedEndsWithItsReasonAndMovesNoMore() {
    desk.manners.put("lost/pay", Manner.SILENT);
    UUID id = start("lost");
    await().until(() -> steps(id).contains("pay"));

    assertThat(transactions.<Boolean>execute(status -> sagas.abandon(id, "no desk"))).isTrue();
    assertThat(transactions.<Boolean>execute(status -> sagas.abandon(id, "again"))).isFalse();
    assertThat(transactions.<Boolean>execute(status -> sagas.retry(id))).isFalse();
    assertThat(state(id)).isEqualTo(Status.ABANDONED);
    assertThat(ends("lost")).containsExactly("abandoned: no desk");
  }

  @Test
  void anAbandonmentThatItsAuthorCannotFollowHasNotHappened() {
    desk.manners.put("held/pay", Manner.SILENT);
    UUID id = start("held");
    await().until(() -> steps(id).contains("pay"));

    assertThatThrownBy(() -> transactions.execute(status -> sagas.abandon(id, ErrandSaga.NO)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(state(id)).isEqualTo(Status.DOING);
    assertThat(transactions.<Boolean>execute(status -> sagas.abandon(id, "really"))).isTrue();
    assertThat(ends("held")).containsExactly("abandoned: really");
  }

  @Test
  void whatIsAnsweredAfterAnAbandonmentIsWrittenDownAndCountedAndMovesNothing() {
    desk.manners.put("late/pay", Manner.LATE);
    UUID id = start("late");
    await().until(() -> desk.late != null);
    double before = answersToAbandoned();
    transactions.execute(status -> sagas.abandon(id, "no desk"));

    transactions.executeWithoutResult(status -> desk.answerLate());

    await().until(() -> sagas.find(id).orElseThrow().steps().getLast().outcome() != null);
    assertThat(state(id)).isEqualTo(Status.ABANDONED);
    assertThat(ends("late")).containsExactly("abandoned: no desk");
    assertThat(answersToAbandoned()).isEqualTo(before + 1);
  }

  private double answersToAbandoned() {
    return meters.get("orrery.saga.abandoned.answers").tag("saga", "errand").counter().count();
  }

  @Test
  void aSagaOfAnUnknownVersionIsLeftAloneAndCounted() {
    desk.manners.put("future/fetch", Manner.SILENT);
    UUID id = start("future");
    jdbc.sql(
            "update saga_instance set version = 7, wake_at = now() - interval '1 hour' where id = ?")
        .param(id)
        .update();

    UUID other = start("present");
    await().until(() -> state(other) == Status.COMPLETED);
    assertThat(durable.due(100)).doesNotContain(id);
    assertThat(state(id)).isEqualTo(Status.DOING);
    assertThat(meters.get("orrery.saga.unknown").gauge().value()).isEqualTo(1);
    jdbc.sql("update saga_instance set version = 1 where id = ?").param(id).update();
    await().until(() -> state(id) == Status.ROLLED_BACK);
  }

  private List<String> steps(UUID id) {
    return sagas.find(id).orElseThrow().steps().stream().map(SagaView.Sent::step).toList();
  }

  private UUID start(String name) {
    return transactions.execute(status -> sagas.start(errands, new Errand(name)));
  }

  private Status state(UUID id) {
    return sagas.find(id).orElseThrow().state();
  }

  private List<String> ends(String name) {
    return jdbc.sql("select outcome from errand_end where name = ?")
        .param(name)
        .query(String.class)
        .list();
  }

  record Errand(String name) {}

  sealed interface Wish {
    record Fetch(String name) implements Wish {}

    record PutBack(String name) implements Wish {}

    record Pay(String name) implements Wish {}
  }

  sealed interface Answer {
    record Done(String name) implements Answer {}

    record Refused(String name) implements Answer {}
  }

  enum Manner {
    REFUSES,
    SILENT,
    LATE
  }

  @Configuration
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    SagaReplyTopic replies() {
      return new SagaReplyTopic("desk.replies", "errands", Answer.class);
    }

    @Bean
    ErrandSaga errandSaga(JdbcClient jdbc) {
      jdbc.sql("create table if not exists errand_end (name text, outcome text)").update();
      return new ErrandSaga(jdbc);
    }

    @Bean
    ExcursionSaga excursionSaga(JdbcClient jdbc) {
      jdbc.sql("create table if not exists excursion_booking (name text)").update();
      return new ExcursionSaga(jdbc);
    }

    @Bean
    Desk desk(Outbox outbox) {
      return new Desk(outbox);
    }

    @Bean
    Subscription<Wish> wishes(Desk desk) {
      return Subscription.inbox("desk", "desk", Wish.class, desk::handle);
    }
  }

  /** The participant. */
  static class Desk {
    final Map<String, Manner> manners = new ConcurrentHashMap<>();
    volatile @Nullable Outbound late;
    private final Outbox outbox;

    Desk(Outbox outbox) {
      this.outbox = outbox;
    }

    void handle(List<Inbound<Wish>> wishes) {
      wishes.forEach(this::handle);
    }

    private void handle(Inbound<Wish> wish) {
      String about =
          switch (wish.payload()) {
            case Wish.Fetch(var name) -> name + "/fetch";
            case Wish.PutBack(var name) -> name + "/put back";
            case Wish.Pay(var name) -> name + "/pay";
          };
      Manner manner = manners.get(about);
      if (manner == null) {
        outbox.append(wish.reply(new Answer.Done(about)));
      } else if (manner == Manner.REFUSES) {
        outbox.append(wish.reply(new Answer.Refused(about)));
      } else if (manner == Manner.LATE) {
        late = wish.reply(new Answer.Done(about));
      }
    }

    void answerLate() {
      outbox.append(Objects.requireNonNull(late));
    }
  }

  static class ErrandSaga implements Saga<Errand> {
    static final String NO = "not this one";
    private final JdbcClient jdbc;

    ErrandSaga(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @Override
    public SagaDefinition<Errand> define(SagaBuilder<Errand> saga) {
      return saga.named("errand")
          .within(Duration.ofMinutes(1), errand -> errand)
          .step("fetch")
          .send(errand -> wish(new Wish.Fetch(errand.name())))
          .onReply(Answer.Done.class)
          .undo(errand -> wish(new Wish.PutBack(errand.name())))
          .timeout(Duration.ofSeconds(3))
          .pivot("pay")
          .send(errand -> wish(new Wish.Pay(errand.name())))
          .onReply(Answer.Done.class)
          .endsIf(Answer.Refused.class, (errand, refused) -> errand)
          .retried(Backoff.fixed(Duration.ofSeconds(30)))
          .build();
    }

    private static SagaCommand wish(Wish wish) {
      return new SagaCommand("desk", "key", wish);
    }

    @Override
    public void completed(Errand errand) {
      end(errand, "completed");
    }

    @Override
    public void rolledBack(Errand errand) {
      end(errand, "rolled back");
    }

    @Override
    public void abandoned(Errand errand, String reason) {
      if (reason.equals(NO)) {
        throw new IllegalStateException("the errand is not to be given up");
      }
      end(errand, "abandoned: " + reason);
    }

    private void end(Errand errand, String outcome) {
      jdbc.sql("insert into errand_end values (?, ?)").params(errand.name(), outcome).update();
    }
  }
}
