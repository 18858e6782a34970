package dev.orrery.saga.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.runtime.DurableSagasTest.Desk;
import dev.orrery.saga.runtime.DurableSagasTest.Errand;
import dev.orrery.saga.runtime.DurableSagasTest.ErrandSaga;
import dev.orrery.saga.runtime.DurableSagasTest.Manner;
import dev.orrery.saga.runtime.ExcursionSaga.Excursion;
import dev.orrery.saga.runtime.SagaDetails.Intervention;
import dev.orrery.saga.runtime.SagaDetails.OpenBranch;
import dev.orrery.saga.runtime.SagaDetails.SentCommand;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = DurableSagasTest.Application.class)
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class SagaOperationsTest {
  @Autowired Sagas sagas;
  @Autowired ErrandSaga errands;
  @Autowired ExcursionSaga excursions;
  @Autowired Desk desk;
  @Autowired TransactionTemplate transactions;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;
  @Autowired RegisteredSagas registered;
  @Autowired StuckSagas stuck;
  @Autowired SagaInspection inspection;
  @Autowired MockMvcTester http;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(SagaOperationsTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> "saga-operations-test.");
  }

  @BeforeEach
  void nothingLeft() {
    desk.manners.clear();
    jdbc.sql("delete from saga_intervention").update();
    jdbc.sql("delete from saga_command").update();
    jdbc.sql("delete from saga_instance").update();
    jdbc.sql("delete from errand_end").update();
  }

  @Test
  void showsEachCommandWithItsMessageItsTimesAndItsOutcome() {
    UUID id = waitingForPayment("shown");

    SagaDetails shown = details(id);
    assertThat(shown.saga().state()).isEqualTo(Status.DOING);
    assertThat(shown.saga().step()).isEqualTo("pay");
    assertThat(shown.branches())
        .extracting(OpenBranch::step, OpenBranch::progress, OpenBranch::attempt)
        .containsExactly(tuple("pay", Progress.WAITING, 1));
    assertThat(shown.commands())
        .extracting(SentCommand::step, SentCommand::attempt, SentCommand::outcome)
        .containsExactly(tuple("fetch", 1, "Done"), tuple("pay", 1, null));
    assertThat(shown.commandsSent()).isEqualTo(2);

    DocumentContext json = ok("/api/sagas/" + id);
    assertThat(json.<String>read("$.saga.name")).isEqualTo("errand");
    assertThat(json.<String>read("$.data.name")).isEqualTo("shown");
    assertThat(json.<String>read("$.commands[0].messageId")).isNotBlank();
    assertThat(json.<String>read("$.commands[0].sentAt")).isNotBlank();
    assertThat(json.<String>read("$.commands[0].answeredAt")).isNotBlank();
  }

  @Test
  void showsTheBranchesThatAreUnderWayAtOnce() {
    desk.manners.put("two-food/fetch", Manner.SILENT);
    UUID id = start(excursions, new Excursion("two"));

    await()
        .untilAsserted(() ->
            assertThat(details(id).branches())
                .extracting(OpenBranch::step, OpenBranch::progress)
                .containsExactly(
                    tuple("fetch map", Progress.DONE), tuple("fetch food", Progress.WAITING)));
  }

  @Test
  void showsTheTraceInWhichASagaWasStarted() {
    UUID id = waitingForPayment("traced");
    jdbc.sql("update saga_instance set traceparent = ? where id = ?")
        .params("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", id)
        .update();

    assertThat(details(id).saga().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void listsByNameStateAgeAndStuckPageByPage() {
    UUID ended = start("ended");
    await().until(() -> details(ended).saga().state() == Status.COMPLETED);
    UUID young = waitingForPayment("young");
    UUID old = waitingForPayment("old");
    overdue(old);
    desk.manners.put("away-map/fetch", Manner.SILENT);
    UUID other = start(excursions, new Excursion("away"));

    assertThat(found("")).containsExactly(other, old, young, ended);
    assertThat(found("name=errand")).containsExactly(old, young, ended);
    assertThat(found("state=DOING&name=errand")).containsExactly(old, young);
    assertThat(found("state=COMPLETED")).containsExactly(ended);
    assertThat(found("minAge=1h")).containsExactly(old);
    assertThat(found("stuck=true")).containsExactly(old);
    assertThat(found("stuck=false&name=errand")).containsExactly(young, ended);
    assertThat(found("name=nothing")).isEmpty();

    DocumentContext first = ok("/api/sagas?limit=3");
    assertThat(first.<String>read("$.next")).isEqualTo(young.toString());
    assertThat(found("limit=3&after=" + young)).containsExactly(ended);
    assertThat(ok("/api/sagas?limit=4").<String>read("$.next")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=LOST",
        "limit=0",
        "limit=101",
        "minAge=soon",
        "minAge=-1m",
        "minAge=99999d",
        "minAge=99999999999999999999d",
        "stuck=perhaps",
        "after=here",
        "name=%00"
      })
  void refusesAFilterThatMeansNothing(String filter) {
    assertThat(http.get().uri(URI.create("/api/sagas?" + filter)))
        .hasStatus(400)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void aRetryAttemptsAtOnceAndSaysWhoAskedForIt() {
    UUID id = waitingForPayment("retried");
    desk.manners.clear();

    assertThat(post(id, "retry", "{\"operator\": \"ada\", \"reason\": \"the desk is back\"}"))
        .hasStatusOk();

    await().until(() -> details(id).saga().state() == Status.COMPLETED);
    assertThat(ends("retried")).containsExactly("completed");
    SagaDetails shown = details(id);
    assertThat(shown.commands())
        .extracting(SentCommand::step, SentCommand::attempt)
        .containsExactly(tuple("fetch", 1), tuple("pay", 1), tuple("pay", 2));
    assertThat(shown.interventions())
        .extracting(
            Intervention::action,
            Intervention::operator,
            Intervention::reason,
            Intervention::state,
            Intervention::effective)
        .containsExactly(tuple("RETRY", "ada", "the desk is back", Status.DOING, true));
    assertThat(shown.interventions().getFirst().at()).isNotNull();
  }

  @Test
  void aRetryNeedsNoBodyAndIsKnownByItsAddress() {
    UUID id = waitingForPayment("plain");

    assertThat(http.post().uri("/api/sagas/" + id + "/retry")).hasStatusOk();

    assertThat(details(id).interventions())
        .extracting(Intervention::operator)
        .containsExactly("127.0.0.1");
  }

  @Test
  void anAbandonedSagaEndsWithItsReasonAndItsAudit() {
    UUID id = waitingForPayment("given up");

    assertThat(post(id, "abandon", "{\"operator\": \"ada\", \"reason\": \"desk sold\"}"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.saga.state")
        .isEqualTo("ABANDONED");

    assertThat(ends("given up")).containsExactly("abandoned: desk sold");
    SagaDetails shown = details(id);
    assertThat(shown.abandonedBecause()).isEqualTo("desk sold");
    assertThat(shown.branches()).isEmpty();
    assertThat(shown.interventions())
        .extracting(Intervention::action, Intervention::operator, Intervention::reason)
        .containsExactly(tuple("ABANDON", "ada", "desk sold"));
  }

  @Test
  void whatHasEndedIsNeitherRetriedNorAbandoned() {
    UUID id = start("over");
    await().until(() -> details(id).saga().state() == Status.COMPLETED);

    for (String action : List.of("retry", "abandon")) {
      assertThat(post(id, action, "{\"reason\": \"too late\"}"))
          .hasStatus(409)
          .bodyJson()
          .extractingPath("$.state")
          .isEqualTo("COMPLETED");
    }
    assertThat(details(id).interventions()).isEmpty();
  }

  @Test
  void anAbandoningWithoutAReasonChangesNothing() {
    UUID id = waitingForPayment("kept");

    assertThat(http.post().uri("/api/sagas/" + id + "/abandon")).hasStatus(400);
    for (String body :
        List.of(
            "{}",
            "{\"reason\": \" \"}",
            "{\"reason\": \"\\u0000\"}",
            "{\"reason\": \"%s\"}".formatted("x".repeat(1001)))) {
      assertThat(post(id, "abandon", body))
          .hasStatus(400)
          .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
    assertThat(details(id).saga().state()).isEqualTo(Status.DOING);
    assertThat(details(id).interventions()).isEmpty();
  }

  @Test
  void whatIsUnknownIsNotFound() {
    UUID nobody = UUID.randomUUID();

    assertThat(http.get().uri("/api/sagas/" + nobody)).hasStatus(404);
    assertThat(post(nobody, "retry", "{}")).hasStatus(404);
    assertThat(post(nobody, "abandon", "{\"reason\": \"why\"}")).hasStatus(404);
    assertThat(http.get().uri("/api/sagas/1")).hasStatus(400);
  }

  @Test
  void aSagaOfAnUnknownVersionIsShownAndLeftAlone() {
    UUID id = waitingForPayment("future");
    jdbc.sql("update saga_instance set version = 7 where id = ?").param(id).update();

    assertThat(details(id).branches()).extracting(OpenBranch::step).containsExactly("pay");
    assertThat(post(id, "retry", "{}")).hasStatus(409);
    assertThat(post(id, "abandon", "{\"reason\": \"why\"}")).hasStatus(409);
    assertThat(details(id).saga().state()).isEqualTo(Status.DOING);
  }

  /**
   * Answers, retries and two operators who give up, all at once: Postgres decides who was first.
   */
  @Test
  void operatorsAndAnswersRaceAndEachSagaEndsOnce() {
    List<UUID> ids = new ArrayList<>();
    List<Future<MvcTestResult>> abandonings = new ArrayList<>();
    try (var operators = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        UUID id = start("raced-" + i);
        ids.add(id);
        for (String operator : List.of("ada", "bob")) {
          operators.submit(() -> post(id, "retry", "{}"));
          abandonings.add(
              operators.submit(() ->
                  post(
                      id,
                      "abandon",
                      "{\"reason\": \"race\", \"operator\": \"%s\"}".formatted(operator))));
        }
      }
    }

    await()
        .untilAsserted(
            () -> assertThat(ids).allMatch(id -> details(id).saga().state().isTerminal()));
    assertThat(abandonings)
        .allSatisfy(
            answer -> assertThat(answer.resultNow().getResponse().getStatus()).isIn(200, 409));
    for (int i = 0; i < ids.size(); i++) {
      SagaDetails saga = details(ids.get(i));
      boolean abandoned = saga.saga().state() == Status.ABANDONED;
      assertThat(ends("raced-" + i)).containsExactly(abandoned ? "abandoned: race" : "completed");
      assertThat(saga.interventions().stream().filter(it -> it.action().equals("ABANDON")))
          .hasSize(abandoned ? 1 : 0);
    }
    long given =
        abandonings.stream().filter(it -> it.resultNow().getResponse().getStatus() == 200).count();
    assertThat(given).isEqualTo(found("state=ABANDONED&limit=100").size());
  }

  @Test
  void aStuckSagaIsCountedAndLoggedOnce(CapturedOutput output) {
    UUID id = waitingForPayment("stuck");
    stuck.look();
    assertThat(meters.get("orrery.saga.stuck").tag("saga", "errand").gauge().value()).isZero();
    overdue(id);

    stuck.look();
    stuck.look();

    String line = "The saga " + id + " (errand) is stuck: DOING at \"pay\", attempt 1, PT2H";
    await().untilAsserted(() -> assertThat(output.getOut()).containsOnlyOnce(line));
    assertThat(meters.get("orrery.saga.stuck").tag("saga", "errand").gauge().value()).isEqualTo(1);
    assertThat(meters.get("orrery.saga.stuck").tag("saga", "excursion").gauge().value()).isZero();
    assertThat(details(id).saga().stuckSince()).isNotNull();

    desk.manners.clear();
    assertThat(post(id, "retry", "{}")).hasStatusOk();
    await().until(() -> details(id).saga().state() == Status.COMPLETED);
    assertThat(meters.get("orrery.saga.stuck").tag("saga", "errand").gauge().value()).isZero();
  }

  @Test
  void manyStuckSagasAreLoggedAFewAtATime(CapturedOutput output) {
    int many = StuckSagas.LOGGED_AT_ONCE + 1;
    List<UUID> ids =
        IntStream.range(0, many).mapToObj(i -> waitingForPayment("many-" + i)).toList();
    int before = lines(output);
    // Of its own, and in a transaction: the one that runs by itself neither sees nor hinders it.
    var stuck =
        new StuckSagas(
            jdbc,
            transactions,
            registered,
            new SimpleMeterRegistry(),
            Duration.ofMinutes(3),
            Clock.systemUTC());
    transactions.executeWithoutResult(status -> {
      ids.forEach(this::overdue);
      stuck.look();
      assertThat(lines(output) - before).isEqualTo(StuckSagas.LOGGED_AT_ONCE);
      stuck.look();
      assertThat(lines(output) - before).isEqualTo(many);
    });
  }

  private static int lines(CapturedOutput output) {
    return output.getOut().split("is stuck:", -1).length - 1;
  }

  private UUID waitingForPayment(String name) {
    desk.manners.put(name + "/pay", Manner.SILENT);
    UUID id = start(name);
    await().until(() -> "pay".equals(details(id).saga().step()));
    return id;
  }

  /** As if it had been started two hours ago. */
  private void overdue(UUID id) {
    jdbc.sql(
            """
            update saga_instance
               set started_at = started_at - interval '2 hours',
                   deadline = deadline - interval '2 hours'
             where id = ?
            """)
        .param(id)
        .update();
  }

  private UUID start(String name) {
    return start(errands, new Errand(name));
  }

  private <D> UUID start(Saga<D> saga, D data) {
    return transactions.execute(status -> sagas.start(saga, data));
  }

  private SagaDetails details(UUID id) {
    return inspection.find(id).orElseThrow();
  }

  private List<String> ends(String name) {
    return jdbc.sql("select outcome from errand_end where name = ?")
        .param(name)
        .query(String.class)
        .list();
  }

  private List<UUID> found(String query) {
    List<String> ids = ok("/api/sagas?" + query).read("$.sagas[*].id");
    return ids.stream().map(UUID::fromString).toList();
  }

  private DocumentContext ok(String uri) {
    MvcTestResult result = http.get().uri(uri).exchange();
    assertThat(result).hasStatusOk();
    return JsonPath.parse(new String(result.getResponse().getContentAsByteArray(), UTF_8));
  }

  private MvcTestResult post(UUID id, String action, String body) {
    return http.post()
        .uri("/api/sagas/" + id + "/" + action)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
