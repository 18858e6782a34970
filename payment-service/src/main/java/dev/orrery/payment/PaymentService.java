package dev.orrery.payment;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.servers.Server;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@OpenAPIDefinition(
    info =
        @Info(
            title = "Payments",
            version = "1",
            description = "The money of an order: authorized, captured or voided."),
    servers = @Server(url = "/"))
@ConfigurationPropertiesScan
public class PaymentService {

  public static void main(String[] args) {
    SpringApplication.run(PaymentService.class, args);
  }
}
