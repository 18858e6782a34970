package dev.orrery.saga.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.runtime.DurableSagasTest.Desk;
import dev.orrery.saga.runtime.DurableSagasTest.Manner;
import dev.orrery.saga.runtime.ExcursionSaga.Excursion;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** What the language can say, over Kafka and Postgres; among it a saga begun on the old table. */
@SpringBootTest(classes = DurableSagasTest.Application.class)
class DurableLanguageTest {
  private static final UUID BEGUN_BEFORE = UUID.randomUUID();

  @Autowired Sagas sagas;
  @Autowired ExcursionSaga excursions;
  @Autowired Desk desk;
  @Autowired TransactionTemplate transactions;
  @Autowired JdbcClient jdbc;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(DurableLanguageTest.class);
    beginOnTheOldTable(database);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> "language-test.");
  }

  /** An errand whose payment rests, as the table was before there were branches. */
  private static void beginOnTheOldTable(Database database) {
    var source =
        new DriverManagerDataSource(database.url(), database.username(), database.password());
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/messaging", "classpath:db/saga")
        .target("0.3")
        .load()
        .migrate();
    JdbcClient.create(source)
        .sql(
            """
            insert into saga_instance (id, name, status, step, attempt, resting, due, deadline,
                                       data, started_at, updated_at, wake_at)
            values (?, 'errand', 'DOING', 1, 2, true, now(), now(), '{"name":"old"}', now(), now(),
                    now())
            """)
        .param(BEGUN_BEFORE)
        .update();
  }

  @BeforeEach
  void politeDesk() {
    desk.manners.clear();
  }

  @Test
  void aSagaBegunOnTheOldTableGoesOn() {
    await().until(() -> state(BEGUN_BEFORE) == Status.COMPLETED);
    assertThat(sagas.find(BEGUN_BEFORE).orElseThrow().steps())
        .extracting(SagaView.Sent::step, SagaView.Sent::attempt)
        .containsExactly(tuple("pay", 3));
  }

  @Test
  void asksForTwoThingsAtOnceAndPaysWhenItHasBoth() {
    UUID id = start("walk");
    await().until(() -> state(id) == Status.COMPLETED);
    assertThat(sent(id))
        .containsExactly(
            tuple("fetch map", Action.DO), tuple("fetch food", Action.DO), tuple("pay", Action.DO));
    assertThat(bookings("walk")).isEqualTo(1);
  }

  @Test
  void aRefusedBranchUndoesTheOtherAndTheCodeOfOurOwn() {
    desk.manners.put("climb-map/fetch", Manner.REFUSES);
    UUID id = start("climb");
    await().until(() -> state(id) == Status.ROLLED_BACK);
    assertThat(sent(id))
        .containsExactly(
            tuple("fetch map", Action.DO),
            tuple("fetch food", Action.DO),
            tuple("fetch food", Action.UNDO));
    assertThat(bookings("climb")).isZero();
  }

  @Test
  void codeOfOurOwnIsInTheTransactionOfItsSaga() {
    transactions.executeWithoutResult(status -> {
      sagas.start(excursions, new Excursion("nowhere"));
      status.setRollbackOnly();
    });
    assertThat(bookings("nowhere")).isZero();
    assertThatThrownBy(() -> start("impossible")).hasMessageContaining("no such place");
    assertThat(bookings("impossible")).isZero();
  }

  @Test
  void anInstanceFinishesOnTheVersionItBeganWith() {
    UUID id = begunAs(2, "pinned");
    await().until(() -> state(id) == Status.COMPLETED);
    assertThat(sent(id)).contains(tuple("pay on arrival", Action.DO));
    assertThat(sent(id)).doesNotContain(tuple("pay", Action.DO));
  }

  @Test
  void anInstanceOfAVersionThatIsMigratedGoesOnUnderTheNewOne() {
    UUID id = begunAs(1, "migrated");
    await().until(() -> state(id) == Status.COMPLETED);
    assertThat(sent(id)).contains(tuple("pay", Action.DO));
    assertThat(
            jdbc.sql("select version from saga_instance where id = ?")
                .param(id)
                .query(Integer.class)
                .single())
        .isEqualTo(3);
  }

  /** An instance that a service of that version has left at its first step, the payment. */
  private UUID begunAs(int version, String name) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into saga_instance (id, name, version, status, step, attempt, resting, due,
                                       deadline, data, started_at, updated_at, wake_at)
            values (?, 'excursion', ?, 'DOING', 0, 1, false, now(), now(),
                    jsonb_build_object('name', ?::text)::text, now(), now(), now())
            """)
        .params(id, version, name)
        .update();
    return id;
  }

  private UUID start(String name) {
    return transactions.execute(status -> sagas.start(excursions, new Excursion(name)));
  }

  private Status state(UUID id) {
    return sagas.find(id).orElseThrow().state();
  }

  private List<org.assertj.core.groups.Tuple> sent(UUID id) {
    return sagas.find(id).orElseThrow().steps().stream()
        .map(step -> tuple(step.step(), step.action()))
        .toList();
  }

  private long bookings(String name) {
    return jdbc.sql("select count(*) from excursion_booking where name = ?")
        .param(name)
        .query(Long.class)
        .single();
  }
}
