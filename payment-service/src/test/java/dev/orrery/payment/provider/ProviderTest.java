package dev.orrery.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.contracts.Money;
import dev.orrery.messaging.Ids;
import dev.orrery.payment.SimulatedProvider;
import dev.orrery.payment.provider.Standing.Status;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

class ProviderTest {
  private static final SimulatedProvider SIMULATOR = SimulatedProvider.start();
  private static final Money AMOUNT = new Money(1999, "EUR");

  private final CircuitBreakerRegistry breakers =
      CircuitBreakerRegistry.of(
          CircuitBreakerConfig.custom().slidingWindowSize(4).minimumNumberOfCalls(4).build());
  private final CircuitBreaker breaker = breakers.circuitBreaker("provider");
  private final Provider provider = provider(SIMULATOR.url());
  private final UUID payment = Ids.next();

  @BeforeEach
  void noFaults() {
    SIMULATOR.heal();
  }

  @Test
  void saysHowAPaymentStands() {
    assertThat(provider.ask(payment)).isEqualTo(new Answer.Said(Standing.UNKNOWN));
    assertThat(provider.capture(payment)).isEqualTo(new Answer.Said(Standing.UNKNOWN));
    assertThat(authorize("tok_visa")).isEqualTo(said(Status.AUTHORIZED));
    assertThat(authorize("tok_visa")).isEqualTo(said(Status.AUTHORIZED));
    assertThat(provider.capture(payment)).isEqualTo(said(Status.CAPTURED));
    assertThat(provider.ask(payment)).isEqualTo(said(Status.CAPTURED));
    assertThat(provider.reverse(payment)).isEqualTo(new Answer.Conflict());
  }

  @Test
  void doesNotBlameTheProviderForItsRefusals() {
    authorize("tok_declined");
    for (int i = 0; i < 10; i++) {
      assertThat(provider.capture(payment)).isEqualTo(new Answer.Conflict());
      assertThat(provider.ask(Ids.next())).isEqualTo(new Answer.Said(Standing.UNKNOWN));
      assertThat(authorize("not a token"))
          .isInstanceOfSatisfying(
              Answer.Refused.class, refused -> assertThat(refused.isForContent()).isTrue());
    }
    assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void callsNoMoreAfterTooManyFailures() {
    SIMULATOR.suffer(1, 0, false);
    for (int i = 0; i < 4; i++) {
      assertThat(authorize("tok_visa")).isInstanceOf(Answer.Unclear.class);
    }
    assertThat(authorize("tok_visa")).isEqualTo(new Answer.NotNow());
    assertThat(provider.tryEnter()).isFalse();
  }

  @Test
  void isUnclearAboutWhatItCannotReachOrWaitFor() {
    SIMULATOR.suffer(0, 0, true);
    assertThat(authorize("tok_visa")).isInstanceOf(Answer.Unclear.class);
    SIMULATOR.heal();
    assertThat(authorize("tok_slow")).isInstanceOf(Answer.Unclear.class);
    assertThat(provider("http://127.0.0.1:1").ask(payment)).isInstanceOf(Answer.Unclear.class);
  }

  @Test
  void hasOnlySoManyPlaces() {
    assertThat(provider.tryEnter()).isTrue();
    assertThat(provider.tryEnter()).isTrue();
    assertThat(provider.tryEnter()).isFalse();
    provider.leave();
    assertThat(provider.tryEnter()).isTrue();
  }

  private Answer authorize(String token) {
    return provider.authorize(payment, payment, AMOUNT, token);
  }

  private static Answer said(Status status) {
    return new Answer.Said(new Standing(status, null, AMOUNT));
  }

  private Provider provider(String url) {
    var properties =
        new ProviderProperties(URI.create(url), Duration.ofMillis(500), Duration.ofMillis(500), 2);
    return new ProviderConfiguration()
        .provider(properties, RestClient.builder(), breakers, BulkheadRegistry.ofDefaults());
  }
}
