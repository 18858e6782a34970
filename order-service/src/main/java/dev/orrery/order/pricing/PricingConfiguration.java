package dev.orrery.order.pricing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.client.GrpcChannelFactory;

@Configuration(proxyBeanMethods = false)
class PricingConfiguration {

  /** Where it goes and how long it waits: {@code spring.grpc.client.channel.inventory.*}. */
  @Bean
  InventoryQuotes inventoryQuotes(GrpcChannelFactory channels) {
    return new InventoryQuotes(channels.createChannel("inventory"));
  }
}
