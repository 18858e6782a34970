package dev.orrery.payment;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service on a real database, broker and provider, one for all tests. */
@SpringBootTest(
    properties = {
      "eureka.client.enabled=false",
      "orrery.telemetry.traces-per-second=0",
      "orrery.messaging.topic-prefix=payment-test.",
      "orrery.provider.read-timeout=500ms",
      "orrery.payment.lease=4s",
      "orrery.payment.poll-interval=50ms",
      "orrery.payment.longest-retry=500ms",
      "resilience4j.circuitbreaker.instances.provider.minimum-number-of-calls=5",
      "resilience4j.circuitbreaker.instances.provider.sliding-window-type=COUNT_BASED",
      "resilience4j.circuitbreaker.instances.provider.wait-duration-in-open-state=300ms"
    })
@AutoConfigureMockMvc
@Import(Replies.Configuration.class)
public abstract class PaymentServiceTest {
  protected static final SimulatedProvider PROVIDER = SimulatedProvider.start();

  static {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @Autowired protected Replies saga;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(PaymentServiceTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.provider.url", PROVIDER::url);
  }

  @BeforeEach
  void noFaults() {
    PROVIDER.heal();
  }
}
