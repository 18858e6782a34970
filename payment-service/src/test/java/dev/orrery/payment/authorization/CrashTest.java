package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.PaymentService;
import dev.orrery.payment.Replies;
import dev.orrery.payment.SimulatedProvider;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An instance goes away while the provider is at work; another one ends what it began. */
class CrashTest {
  private static final SimulatedProvider PROVIDER = SimulatedProvider.start();
  private static final Database DATABASE = TestInfrastructure.database(CrashTest.class);

  private final UUID order = Ids.next();
  private final JdbcClient jdbc =
      JdbcClient.create(
          new DriverManagerDataSource(DATABASE.url(), DATABASE.username(), DATABASE.password()));
  private ConfigurableApplicationContext instance = start();

  @AfterEach
  void stop() {
    PROVIDER.heal();
    instance.close();
  }

  @Test
  void capturesOnceThoughTheOneWhoDidItNeverKnew() {
    assertThat(saga().ask(authorize("tok_lost_response"))).isInstanceOf(PaymentAuthorized.class);
    UUID capture = saga().send(new CapturePayment(order));
    await().until(() -> PROVIDER.kindsOf(order).contains("CAPTURE"));

    replaceInstance();

    assertThat(saga().awaitReplyTo(capture)).isInstanceOf(PaymentCaptured.class);
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "CAPTURE");
  }

  @Test
  void authorizesOnceThoughTheFirstCallArrivesAfterTheSecond() {
    PROVIDER.suffer(0, 2_500, false);
    UUID authorization = saga().send(authorize("tok_visa"));
    await().until(() -> attempts() == 1);
    replaceInstance();

    PROVIDER.heal();
    PaymentReply reply = saga().awaitReplyTo(authorization);
    assertThat(reply).isInstanceOf(PaymentAuthorized.class);
    assertThat(saga().ask(authorize("tok_visa"))).isEqualTo(reply);
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION");
  }

  @Test
  void voidsWhatTheOneWhoBeganItNeverEnded() {
    PROVIDER.suffer(0, 2_500, false);
    saga().send(authorize("tok_visa"));
    await().until(() -> attempts() == 1);
    replaceInstance();

    PROVIDER.heal();
    assertThat(saga().ask(new VoidAuthorization(order))).isEqualTo(new AuthorizationVoided(order));
    assertThat(PROVIDER.kindsOf(order)).doesNotContain("CAPTURE");
  }

  /** The operation is left as a dead process leaves it, and we do not wait for its lease to end. */
  private void replaceInstance() {
    instance.close();
    assertThat(attempts()).isEqualTo(1);
    jdbc.sql("update provider_operation set due_at = clock_timestamp()").update();
    instance = start();
  }

  private int attempts() {
    return jdbc.sql("select attempts from provider_operation where order_id = ?")
        .param(order)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  private Replies saga() {
    return instance.getBean(Replies.class);
  }

  private AuthorizePayment authorize(String token) {
    return new AuthorizePayment(order, order, new Money(1999, "EUR"), token);
  }

  private static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(PaymentService.class, Replies.Configuration.class)
        .run(
            "--server.port=0",
            "--eureka.client.enabled=false",
            "--orrery.telemetry.traces-per-second=0",
            "--orrery.messaging.topic-prefix=payment-crash.",
            "--orrery.payment.grace=0s",
            "--orrery.payment.poll-interval=50ms",
            "--orrery.provider.url=" + PROVIDER.url(),
            "--spring.kafka.bootstrap-servers=" + TestInfrastructure.kafka(),
            "--spring.datasource.url=" + DATABASE.url(),
            "--spring.datasource.username=" + DATABASE.username(),
            "--spring.datasource.password=" + DATABASE.password());
  }
}
