package dev.orrery.inventory;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import org.springframework.boot.SpringApplication;

/**
 * The service alone on its own infrastructure: run this and ask
 * http://127.0.0.1:28082/api/products.
 */
final class TestInventoryService {
  private TestInventoryService() {}

  public static void main(String[] args) {
    Database database = TestInfrastructure.database(TestInventoryService.class);
    System.setProperty("spring.datasource.url", database.url());
    System.setProperty("spring.datasource.username", database.username());
    System.setProperty("spring.datasource.password", database.password());
    System.setProperty("spring.kafka.bootstrap-servers", TestInfrastructure.kafka());
    System.setProperty("orrery.redis.url", TestInfrastructure.redisUri());
    System.setProperty("eureka.client.enabled", "false");
    System.setProperty("orrery.telemetry.traces-per-second", "0");
    SpringApplication.run(InventoryService.class, args);
  }
}
