package dev.orrery.payment;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import org.springframework.boot.SpringApplication;

/** The service alone on its own infrastructure and a provider of its own; needs no Docker. */
final class TestPaymentService {
  private TestPaymentService() {}

  public static void main(String[] args) {
    Database database = TestInfrastructure.database(TestPaymentService.class);
    System.setProperty("spring.datasource.url", database.url());
    System.setProperty("spring.datasource.username", database.username());
    System.setProperty("spring.datasource.password", database.password());
    System.setProperty("spring.kafka.bootstrap-servers", TestInfrastructure.kafka());
    System.setProperty("orrery.provider.url", SimulatedProvider.start().url());
    System.setProperty("eureka.client.enabled", "false");
    System.setProperty("orrery.telemetry.traces-per-second", "0");
    SpringApplication.run(PaymentService.class, args);
  }
}
