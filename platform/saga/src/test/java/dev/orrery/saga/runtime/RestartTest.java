package dev.orrery.saga.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.runtime.DurableSagasTest.Application;
import dev.orrery.saga.runtime.DurableSagasTest.Desk;
import dev.orrery.saga.runtime.DurableSagasTest.Manner;
import dev.orrery.saga.runtime.ExcursionSaga.Excursion;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A service is stopped between two steps and another takes its place. */
class RestartTest {
  private final Database database = TestInfrastructure.database(RestartTest.class);

  @Test
  void aSagaGoesOnWhereItStoodAlsoWithOneBranchAnswered() {
    UUID id;
    try (var first = run()) {
      first.getBean(Desk.class).manners.put("left-food/fetch", Manner.SILENT);
      id = start(first, "left");
      await().until(() -> answered(first, id) == 1);
    }
    try (var second = run()) {
      assertThat(retry(second, id)).isTrue();
      await().until(() -> view(second, id).state() == Status.COMPLETED);
      assertThat(view(second, id).steps())
          .extracting(SagaView.Sent::step)
          .containsExactly("fetch map", "fetch food", "fetch food", "pay");
    }
  }

  private ConfigurableApplicationContext run() {
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .run(
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password(),
            "--spring.kafka.bootstrap-servers=" + TestInfrastructure.kafka(),
            "--orrery.messaging.topic-prefix=restart-test.");
  }

  private static UUID start(ConfigurableApplicationContext service, String name) {
    var sagas = service.getBean(Sagas.class);
    var excursions = service.getBean(ExcursionSaga.class);
    return Objects.requireNonNull(
        service
            .getBean(TransactionTemplate.class)
            .execute(status -> sagas.start(excursions, new Excursion(name))));
  }

  private static boolean retry(ConfigurableApplicationContext service, UUID id) {
    return Boolean.TRUE.equals(
        service
            .getBean(TransactionTemplate.class)
            .execute(status -> service.getBean(Sagas.class).retry(id)));
  }

  private static long answered(ConfigurableApplicationContext service, UUID id) {
    return view(service, id).steps().stream().filter(step -> step.answeredAt() != null).count();
  }

  private static SagaView view(ConfigurableApplicationContext service, UUID id) {
    return service.getBean(Sagas.class).find(id).orElseThrow();
  }
}
