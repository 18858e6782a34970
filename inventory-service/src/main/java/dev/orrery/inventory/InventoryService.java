package dev.orrery.inventory;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.servers.Server;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@OpenAPIDefinition(
    info = @Info(title = "Inventory", version = "1", description = "The catalogue and the stock."),
    servers = @Server(url = "/"))
@ConfigurationPropertiesScan
public class InventoryService {

  public static void main(String[] args) {
    SpringApplication.run(InventoryService.class, args);
  }
}
