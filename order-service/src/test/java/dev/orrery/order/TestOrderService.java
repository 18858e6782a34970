package dev.orrery.order;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import org.springframework.boot.SpringApplication;

/** The service alone on its own infrastructure, with participants that agree; needs no Docker. */
final class TestOrderService {
  private TestOrderService() {}

  public static void main(String[] args) {
    Database database = TestInfrastructure.database(TestOrderService.class);
    System.setProperty("spring.datasource.url", database.url());
    System.setProperty("spring.datasource.username", database.username());
    System.setProperty("spring.datasource.password", database.password());
    System.setProperty("orrery.redis.url", TestInfrastructure.redisUri());
    System.setProperty("spring.kafka.bootstrap-servers", TestInfrastructure.kafka());
    System.setProperty("spring.grpc.client.channel.inventory.target", new InventoryStub().target());
    System.setProperty("eureka.client.enabled", "false");
    System.setProperty("orrery.telemetry.traces-per-second", "0");
    SpringApplication.from(OrderService::main).with(Participants.class).run(args);
  }
}
