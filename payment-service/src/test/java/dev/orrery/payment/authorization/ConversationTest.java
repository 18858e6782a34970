package dev.orrery.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.PaymentCommand.AuthorizePayment;
import dev.orrery.contracts.PaymentCommand.CapturePayment;
import dev.orrery.contracts.PaymentCommand.RefundPayment;
import dev.orrery.contracts.PaymentCommand.VoidAuthorization;
import dev.orrery.contracts.PaymentReply;
import dev.orrery.contracts.PaymentReply.AuthorizationVoided;
import dev.orrery.contracts.PaymentReply.CaptureRefused;
import dev.orrery.contracts.PaymentReply.PaymentAuthorized;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.PaymentReply.PaymentDeclined;
import dev.orrery.contracts.PaymentReply.PaymentRefunded;
import dev.orrery.contracts.PaymentReply.RefundRefused;
import dev.orrery.contracts.PaymentReply.VoidRefused;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.PaymentServiceTest;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the saga hears, over Kafka, from a service that talks to a provider with its moods. */
class ConversationTest extends PaymentServiceTest {
  private final UUID order = Ids.next();

  @Autowired private JdbcClient jdbc;
  @Autowired private CircuitBreakerRegistry breakers;
  @Autowired private BulkheadRegistry bulkheads;

  @AfterEach
  void leavesNothingOpen() {
    PROVIDER.heal();
    await().until(() -> count("select count(*) from provider_operation") == 0);
    var places = bulkheads.bulkhead("provider");
    int all = places.getBulkheadConfig().getMaxConcurrentCalls();
    await().until(() -> places.getMetrics().getAvailableConcurrentCalls() == all);
  }

  @Test
  void authorizesAndCapturesOnce() {
    PaymentReply authorized = saga.ask(authorize("tok_visa"));
    assertThat(authorized).isInstanceOf(PaymentAuthorized.class);
    UUID payment = ((PaymentAuthorized) authorized).paymentId();

    assertThat(saga.ask(capture())).isEqualTo(new PaymentCaptured(order, payment));
    assertThat(saga.ask(capture())).isEqualTo(new PaymentCaptured(order, payment));
    assertThat(saga.ask(authorize("tok_visa"))).isEqualTo(authorized);
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "CAPTURE");
  }

  @Test
  void declinesWithTheReasonOfTheCard() {
    assertThat(saga.ask(authorize("tok_declined")))
        .isEqualTo(new PaymentDeclined(order, "card_declined"));
    assertThat(saga.ask(capture())).isEqualTo(new CaptureRefused(order, "card_declined"));
    assertThat(saga.ask(voided())).isEqualTo(new AuthorizationVoided(order));
  }

  @Test
  void declinesForInsufficientFunds() {
    assertThat(saga.ask(authorize("tok_insufficient_funds")))
        .isEqualTo(new PaymentDeclined(order, "insufficient_funds"));
  }

  @Test
  void declinesAPaymentMethodThatMakesNoSense() {
    assertThat(saga.ask(authorize("Robert'); drop table payment; --")))
        .isEqualTo(new PaymentDeclined(order, Step.INVALID_PAYMENT));
  }

  @Test
  void asksForASlowAnswerInsteadOfGuessingIt() {
    assertThat(saga.ask(authorize("tok_slow"))).isInstanceOf(PaymentAuthorized.class);
    assertThat(saga.ask(capture())).isInstanceOf(PaymentCaptured.class);
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "CAPTURE");
  }

  @Test
  void chargesOnceThoughEveryAnswerIsLost() {
    assertThat(saga.ask(authorize("tok_lost_response"))).isInstanceOf(PaymentAuthorized.class);
    assertThat(saga.ask(capture())).isInstanceOf(PaymentCaptured.class);
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "CAPTURE");
  }

  @Test
  void refundsOnceThoughEveryAnswerIsLost() {
    assertThat(saga.ask(refund())).isEqualTo(new RefundRefused(order, Payment.NOT_CAPTURED));
    saga.ask(authorize("tok_lost_response"));
    saga.ask(capture());

    PaymentReply refunded = saga.ask(refund());
    assertThat(refunded).isInstanceOf(PaymentRefunded.class);
    assertThat(saga.ask(refund())).isEqualTo(refunded);
    assertThat(saga.ask(capture())).isInstanceOf(PaymentCaptured.class);
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "CAPTURE", "REFUND");
  }

  @Test
  void chargesEachOnceThoughAThirdOfAllCallsFails() {
    PROVIDER.suffer(0.3, 0, false);
    List<UUID> orders = IntStream.range(0, 20).mapToObj(_ -> Ids.next()).toList();
    List<UUID> authorizations =
        orders.stream().map(id -> saga.send(authorize(id, "tok_visa"))).toList();
    authorizations.forEach(
        sent -> assertThat(saga.awaitReplyTo(sent)).isInstanceOf(PaymentAuthorized.class));
    List<UUID> captures = orders.stream().map(id -> saga.send(new CapturePayment(id))).toList();
    captures.forEach(
        sent -> assertThat(saga.awaitReplyTo(sent)).isInstanceOf(PaymentCaptured.class));
    orders.forEach(
        id -> assertThat(PROVIDER.kindsOf(id)).containsExactly("AUTHORIZATION", "CAPTURE"));
  }

  @Test
  void carriesOutMoreThanItHasPlacesFor() {
    PROVIDER.suffer(0, 100, false);
    List<UUID> sent =
        IntStream.range(0, 300)
            .mapToObj(_ -> saga.send(authorize(Ids.next(), "tok_visa")))
            .toList();
    sent.forEach(id -> assertThat(saga.awaitReplyTo(id)).isInstanceOf(PaymentAuthorized.class));
    assertThat(sent).allSatisfy(id -> assertThat(saga.to(id)).hasSize(1));
  }

  @Test
  void waitsForAProviderThatIsAway() {
    PROVIDER.suffer(0, 0, true);
    CircuitBreaker breaker = breakers.circuitBreaker("provider");
    List<UUID> sent =
        IntStream.range(0, 10).mapToObj(_ -> saga.send(authorize(Ids.next(), "tok_visa"))).toList();
    await().until(() -> breaker.getState() == CircuitBreaker.State.OPEN);
    assertThat(sent).allSatisfy(id -> assertThat(saga.to(id)).isEmpty());

    PROVIDER.heal();
    sent.forEach(id -> assertThat(saga.awaitReplyTo(id)).isInstanceOf(PaymentAuthorized.class));
  }

  @Test
  void voidsAnAuthorizationThatIsUnderWay() {
    PROVIDER.suffer(0, 400, false);
    UUID authorization = saga.send(authorize("tok_visa"));
    await().until(() -> count("select attempts from provider_operation") == 1);

    assertThat(saga.ask(voided())).isEqualTo(new AuthorizationVoided(order));
    assertThat(saga.awaitReplyTo(authorization))
        .isEqualTo(new PaymentDeclined(order, Payment.VOIDED));
    await().until(() -> count("select count(*) from provider_operation") == 0);
    PROVIDER.heal();
    assertThat(PROVIDER.kindsOfReference(paymentId()))
        .contains("REVERSAL")
        .doesNotContain("CAPTURE");
    assertThat(saga.ask(capture())).isEqualTo(new CaptureRefused(order, Payment.VOIDED));
  }

  @Test
  void voidsAnAuthorizationAndAnswersAgain() {
    saga.ask(authorize("tok_visa"));
    assertThat(saga.ask(voided())).isEqualTo(new AuthorizationVoided(order));
    assertThat(saga.ask(voided())).isEqualTo(new AuthorizationVoided(order));
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "REVERSAL");
  }

  @Test
  void declinesTheAuthorizationThatComesAfterItsVoid() {
    assertThat(saga.ask(voided())).isEqualTo(new AuthorizationVoided(order));
    assertThat(saga.ask(authorize("tok_visa")))
        .isEqualTo(new PaymentDeclined(order, Payment.VOIDED));
    assertThat(PROVIDER.kindsOf(order)).isEmpty();
  }

  @Test
  void refusesToVoidWhatIsCapturedAndToCaptureNothing() {
    assertThat(saga.ask(capture())).isEqualTo(new CaptureRefused(order, Payment.NOT_AUTHORIZED));
    saga.ask(authorize("tok_visa"));
    saga.ask(capture());
    assertThat(saga.ask(voided())).isEqualTo(new VoidRefused(order, Payment.CAPTURED));
  }

  @Test
  void answersEveryRepetitionOfACommandThatIsUnderWay() {
    PROVIDER.suffer(0, 300, false);
    List<UUID> sent =
        IntStream.range(0, 5).mapToObj(_ -> saga.send(authorize("tok_visa"))).toList();
    PaymentReply first = saga.awaitReplyTo(sent.getFirst());
    sent.forEach(id -> assertThat(saga.awaitReplyTo(id)).isEqualTo(first));
    PROVIDER.heal();
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION");
  }

  @Test
  void leavesAPaymentOnOtherTermsToTheDeadLetters() {
    saga.ask(authorize("tok_visa"));
    UUID other = saga.send(new AuthorizePayment(order, order, new Money(1, "EUR"), "tok_visa"));
    PaymentReply captured = saga.ask(capture());
    assertThat(captured).isInstanceOf(PaymentCaptured.class);
    assertThat(saga.to(other)).isEmpty();
    assertThat(PROVIDER.kindsOf(order)).containsExactly("AUTHORIZATION", "CAPTURE");
  }

  private PaymentCommand authorize(String token) {
    return authorize(order, token);
  }

  private static PaymentCommand authorize(UUID order, String token) {
    return new AuthorizePayment(order, order, new Money(1999, "EUR"), token);
  }

  private PaymentCommand refund() {
    return new RefundPayment(order);
  }

  private PaymentCommand capture() {
    return new CapturePayment(order);
  }

  private PaymentCommand voided() {
    return new VoidAuthorization(order);
  }

  private UUID paymentId() {
    return jdbc.sql("select payment_id from payment where order_id = ?")
        .param(order)
        .query(UUID.class)
        .single();
  }

  private int count(String sql) {
    return jdbc.sql(sql).query(Integer.class).optional().orElse(0);
  }
}
