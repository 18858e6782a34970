package dev.orrery.inventory;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service on a real database and broker, one for all tests; time stands until moved. */
@SpringBootTest(
    properties = {
      "eureka.client.enabled=false",
      "orrery.telemetry.traces-per-second=0",
      "orrery.messaging.topic-prefix=" + InventoryTest.TOPIC_PREFIX,
      "orrery.stock.sweep-interval=61m",
      "orrery.stock.watch.interval=50ms",
      "orrery.stock.watch.places=3",
      "spring.grpc.server.port=0",
      "orrery.redis.timeout=300ms",
      "orrery.redis.open-for=300ms",
      "orrery.redis.lock-lease=1200ms",
      "orrery.catalog.import-batch=2",
      "orrery.catalog.import-patience=100ms"
    })
@AutoConfigureMockMvc
@Import(TestClock.class)
public abstract class InventoryTest {
  protected static final String TOPIC_PREFIX = "inventory-test.";
  protected static final TestRedis REDIS = TestInfrastructure.redisToBreak();

  @Autowired protected TestClock clock;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(InventoryTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.redis.url", REDIS::uri);
  }

  @BeforeEach
  void resetClock() {
    clock.reset();
  }
}
