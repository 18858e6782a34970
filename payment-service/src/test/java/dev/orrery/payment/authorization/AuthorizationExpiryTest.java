package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.PaymentServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** Money that is held for an order which says no more, and the confirm that comes all the same. */
class AuthorizationExpiryTest extends PaymentServiceTest {
  private final UUID order = Ids.next();

  @Autowired private AuthorizationSweeper sweeper;
  @Autowired private AuthorizationProperties properties;
  @Autowired private ScheduledTaskHolder schedule;
  @Autowired private JdbcClient jdbc;

  @AfterEach
  void leavesNothingOpen() {
    PROVIDER.heal();
    await()
        .until(() ->
            jdbc.sql("select count(*) from provider_operation").query(Integer.class).single() == 0);
  }

  @Test
  void givesBackWhatIsOverdueAndNothingElse() {
    UUID later = Ids.next();
    authorize(order, later);
    passes(properties.authorizationTtl(), order);
    passes(properties.authorizationTtl().minusMinutes(1), later);

    sweeper.sweep();

    awaitState("VOIDED", order);
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "REVERSAL");
    assertThat(state(later)).isEqualTo("AUTHORIZED");
    assertThat(saga.ask(new CapturePayment(later))).isInstanceOf(PaymentCaptured.class);
  }

  @Test
  void refusesTheConfirmThatComesAfterTheExpiryAndAgreesToItsCancel() {
    authorize(order);
    passes(properties.authorizationTtl(), order);
    sweeper.sweep();

    assertThat(saga.ask(new CapturePayment(order)))
        .isEqualTo(new CaptureRefused(order, Payment.EXPIRED));
    assertThat(saga.ask(new VoidAuthorization(order))).isEqualTo(new AuthorizationVoided(order));
    assertThat(saga.ask(new CapturePayment(order)))
        .isEqualTo(new CaptureRefused(order, Payment.EXPIRED));
    assertThat(saga.ask(authorization(order)))
        .isEqualTo(new PaymentDeclined(order, Payment.EXPIRED));
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "REVERSAL");
  }

  @Test
  void leavesAloneWhatIsBeingCaptured() {
    authorize(order);
    PROVIDER.suffer(0, 300, false);
    UUID capture = saga.send(new CapturePayment(order));
    awaitState("CAPTURING", order);
    passes(properties.authorizationTtl(), order);

    sweeper.sweep();

    assertThat(saga.awaitReplyTo(capture)).isInstanceOf(PaymentCaptured.class);
    PROVIDER.heal();
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "CAPTURE");
  }

  @Test
  void whenExpiryAndConfirmMeetTheMoneyIsEitherTakenOrGivenBack() {
    UUID[] orders = Stream.generate(Ids::next).limit(40).toArray(UUID[]::new);
    authorize(orders);
    passes(properties.authorizationTtl(), orders);

    List<CompletableFuture<Void>> sweeps =
        IntStream.range(0, 3).mapToObj(_ -> CompletableFuture.runAsync(sweeper::sweep)).toList();
    List<UUID> captures = Stream.of(orders).map(id -> saga.send(new CapturePayment(id))).toList();
    sweeps.forEach(CompletableFuture::join);

    for (int i = 0; i < orders.length; i++) {
      switch (saga.awaitReplyTo(captures.get(i))) {
        case PaymentCaptured _ ->
            assertThat(PROVIDER.kindsOf(orders[i])).containsExactly("AUTHORIZATION", "CAPTURE");
        case CaptureRefused refused -> {
          assertThat(refused).isEqualTo(new CaptureRefused(orders[i], Payment.EXPIRED));
          awaitState("VOIDED", orders[i]);
          assertThat(PROVIDER.kindsOf(orders[i])).containsExactly("AUTHORIZATION", "REVERSAL");
        }
        case Object other -> throw new AssertionError(other);
      }
    }
  }

  @Test
  void isSweptAsOftenAsTheSettingsSay() {
    assertThat(schedule.getScheduledTasks())
        .extracting(ScheduledTask::getTask)
        .filteredOn(FixedDelayTask.class::isInstance)
        .extracting(task -> ((FixedDelayTask) task).getIntervalDuration())
        .contains(properties.sweepInterval());
  }

  private void authorize(UUID... orders) {
    Stream.of(orders)
        .map(id -> saga.send(authorization(id)))
        .toList()
        .forEach(sent -> assertThat(saga.awaitReplyTo(sent)).isInstanceOf(PaymentAuthorized.class));
  }

  private static AuthorizePayment authorization(UUID order) {
    return new AuthorizePayment(order, order, new Money(1999, "EUR"), "tok_visa");
  }

  private void passes(Duration time, UUID... orders) {
    jdbc.sql(
            "update payment set updated_at = updated_at - make_interval(secs => ?)"
                + " where order_id = any(?)")
        .params(time.toSeconds(), orders)
        .update();
  }

  private void awaitState(String expected, UUID id) {
    await().until(() -> state(id).equals(expected));
  }

  private String state(UUID id) {
    return jdbc.sql("select state from payment where order_id = ?")
        .param(id)
        .query(String.class)
        .single();
  }
}
