package dev.orrery.order.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.order.InventoryStub;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.ErrorResponseException;

/** Prices over a real channel, with its settings, to a real server. */
class PricesTest {
  private final InventoryStub inventory = new InventoryStub();
  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class))
          .withUserConfiguration(PricingConfiguration.class)
          .withPropertyValues(
              "spring.grpc.client.channel.inventory.target=" + inventory.target(),
              "spring.grpc.client.channel.inventory.default.deadline=500ms");

  @AfterEach
  void stop() {
    inventory.stop();
  }

  @Test
  void whatIsKnownHasAPriceAndWhatIsNotHasNone() {
    service.run(context -> {
      Prices prices = prices(context.getBean(InventoryQuotes.class));

      assertThat(prices.quote(List.of("ORR-1", "UNKNOWN-1", "ORR-2")))
          .containsOnlyKeys("ORR-1", "ORR-2")
          .containsEntry("ORR-1", new Quote("ORR-1", "Product ORR-1", new Money(1_000, "EUR")));
      assertThat(inventory.asked).hasValue(1);
    });
  }

  @Test
  void inventoryIsGivenUpAtTheDeadlineAndKnowsIt() {
    inventory.silent = true;
    service.run(context -> {
      Prices prices = prices(context.getBean(InventoryQuotes.class));
      // The first call also pays for the connection.
      refused(prices, "in time");
      assertThat(inventory.givenUp.await(5, TimeUnit.SECONDS)).isTrue();
    });
  }

  @Test
  void whoIsInterruptedCancelsTheCall() {
    inventory.silent = true;
    service
        .withPropertyValues("spring.grpc.client.channel.inventory.default.deadline=60s")
        .run(context -> {
          Prices prices = prices(context.getBean(InventoryQuotes.class));
          var end = new AtomicReference<Throwable>();
          Thread asking =
              Thread.ofVirtual()
                  .uncaughtExceptionHandler((_, failure) -> end.set(failure))
                  .start(() -> prices.quote(List.of("ORR-1")));
          await().until(() -> inventory.asked.get() == 1);

          asking.interrupt();

          assertThat(asking.join(Duration.ofSeconds(5))).isTrue();
          assertThat(end.get()).isInstanceOf(ErrorResponseException.class);
          assertThat(inventory.givenUp.await(5, TimeUnit.SECONDS)).isTrue();
        });
  }

  @Test
  void anInventoryThatIsAwayIsUnavailableAndFoundAgain() {
    int port = inventory.port();
    inventory.stop();
    service.run(context -> {
      Prices prices = prices(context.getBean(InventoryQuotes.class));
      refused(prices, "away");

      var again = new InventoryStub(port);
      try {
        await()
            .ignoreException(ErrorResponseException.class)
            .until(() -> prices.quote(List.of("ORR-1")).containsKey("ORR-1"));
      } finally {
        again.stop();
      }
    });
  }

  @Test
  void whatInventoryTakesForAWrongQuestionIsNoFailureOfIts() {
    inventory.status = Status.INVALID_ARGUMENT;
    service.run(context -> {
      Prices prices = prices(context.getBean(InventoryQuotes.class));

      assertThatExceptionOfType(QuoteRefused.class)
          .isThrownBy(() -> prices.quote(List.of("ORR-1")));
    });
  }

  private static void refused(Prices prices, String sentence) {
    assertThatExceptionOfType(ErrorResponseException.class)
        .isThrownBy(() -> prices.quote(List.of("ORR-1")))
        .satisfies(refusal -> {
          assertThat(refusal.getStatusCode().value()).isEqualTo(503);
          assertThat(refusal.getBody().getDetail()).contains(sentence);
        });
  }

  private static Prices prices(InventoryQuotes inventory) {
    return new Prices(
        inventory,
        CircuitBreakerRegistry.ofDefaults(),
        BulkheadRegistry.ofDefaults(),
        new PricingProperties(Duration.ofSeconds(5), 100),
        new SimpleMeterRegistry());
  }
}
